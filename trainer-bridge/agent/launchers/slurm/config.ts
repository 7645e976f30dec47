import { z } from "zod";

/** Text for one argument of sbatch. It never meets a shell; control characters would only confuse Slurm's lists. */
const argument = z
  .string()
  .min(1)
  .max(256)
  .regex(/^\P{Cc}+$/u, { error: "must not contain control characters" });

/** Options of sbatch that may be added: they choose where and when a job runs, not what runs or where it writes. */
const EXTRA_OPTIONS = [
  "begin",
  "comment",
  "core-spec",
  "cores-per-socket",
  "cpus-per-gpu",
  "deadline",
  "exclude",
  "exclusive",
  "gpu-bind",
  "gpu-freq",
  "gpus",
  "gpus-per-node",
  "hint",
  "licenses",
  "mail-type",
  "mail-user",
  "mem-per-cpu",
  "mem-per-gpu",
  "nice",
  "nodelist",
  "ntasks-per-node",
  "oversubscribe",
  "prefer",
  "priority",
  "profile",
  "reservation",
  "sockets-per-node",
  "switches",
  "threads-per-core",
  "tmp",
  "wckey",
] as const;

export const slurmConfig = z.strictObject({
  partition: argument.optional().describe("partition (default: the cluster's)"),
  account: argument.optional().describe("account that the time is charged to"),
  qos: argument.optional().describe("quality of service"),
  time: z
    .string()
    .regex(/^(\d+|\d+:\d\d(:\d\d)?|\d+-\d+(:\d\d){0,2})$/, {
      error: "must be minutes, hours:minutes:seconds or days-hours:minutes:seconds",
    })
    .optional()
    .describe("time limit of one start, as minutes, hh:mm:ss or d-hh:mm:ss (default: the partition's)"),
  gres: argument.optional().describe("generic resources, such as gpu:1 or gpu:a100:2"),
  cpusPerTask: z.int().min(1).max(4096).optional().describe("processors"),
  mem: z
    .string()
    .regex(/^\d+[KMGT]?$/, { error: "must be a number with K, M, G or T, such as 64G" })
    .optional()
    .describe("memory of the node, such as 64G"),
  nodes: z.int().min(1).max(1024).default(1).describe("nodes; the trainer starts on the first"),
  constraint: argument.optional().describe("features that the node must have"),
  signalSeconds: z
    .int()
    .min(0)
    .max(65_535)
    .default(120)
    .describe(
      "seconds before the time limit at which the trainer writes its checkpoint (Slurm may be a minute early); 0 = never",
    ),
  requeue: z
    .boolean()
    .default(true)
    .describe(
      "after a checkpoint forced by the time limit or a pre-emption, wait in Slurm's queue and go on",
    ),
  python: argument
    .default("python3")
    .describe("a Python of 3.8 or later on the compute nodes, to follow the trainer"),
  extra: z
    .partialRecord(z.enum(EXTRA_OPTIONS), z.union([argument, z.literal(true)]))
    .default({})
    .describe("more options of sbatch by name; true for one that takes no value"),
  termMs: z.int().min(0).max(600_000).default(10_000).describe("milliseconds between SIGTERM and SIGKILL"),
  pollMs: z.int().min(10).max(600_000).default(5000).describe("milliseconds between questions to Slurm"),
  settleMs: z
    .int()
    .min(0)
    .max(600_000)
    .default(60_000)
    .describe("milliseconds that a shared file system may take to show what a compute node wrote last"),
});
export type SlurmConfig = z.output<typeof slurmConfig>;

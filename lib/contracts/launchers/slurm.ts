import { z } from "zod";
import type { LauncherContract } from "./definition";
import { setting } from "./describe";
import { serverUrlThere } from "./server-url";
import { collectedEvents, directEvents, sshPlace } from "./ssh";
import { pollMs, termMs } from "./timing";

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

const partition = setting(argument, {
  title: "Partition",
  description: "partition (default: the cluster's)",
});
const account = setting(argument, { title: "Account", description: "account that the time is charged to" });
const qos = setting(argument, { title: "QoS", description: "quality of service" });
const time = setting(
  z.string().regex(/^(\d+|\d+:\d\d(:\d\d)?|\d+-\d+(:\d\d){0,2})$/, {
    error: "must be minutes, hours:minutes:seconds or days-hours:minutes:seconds",
  }),
  {
    title: "Time limit",
    description: "time limit of one start, as minutes, hh:mm:ss or d-hh:mm:ss (default: the partition's)",
  },
);
const gres = setting(argument, {
  title: "GRES",
  description: "generic resources, such as gpu:1 or gpu:a100:2",
});
const cpusPerTask = setting(z.int().min(1).max(4096), { title: "CPUs", description: "processors" });
const mem = setting(
  z.string().regex(/^\d+[KMGT]?$/, { error: "must be a number with K, M, G or T, such as 64G" }),
  { title: "Memory", description: "memory of the node, such as 64G" },
);
const nodes = setting(z.int().min(1).max(1024), {
  title: "Nodes",
  description: "nodes; the trainer starts on the first",
});
const constraint = setting(argument, {
  title: "Constraint",
  description: "features that the node must have",
});
const signalSeconds = setting(z.int().min(0).max(65_535), {
  title: "Warn before the limit",
  description:
    "seconds before the time limit at which the trainer writes its checkpoint (Slurm may be a minute early); 0 = never",
  unit: "s",
});
const requeue = setting(z.boolean(), {
  title: "Requeue",
  description:
    "after a checkpoint forced by the time limit or a pre-emption, wait in Slurm's queue and go on",
});
const extra = setting(z.partialRecord(z.enum(EXTRA_OPTIONS), z.union([argument, z.literal(true)])), {
  title: "More options",
  description: "more options of sbatch by name; true for one that takes no value",
});

const slurmJob = z
  .strictObject({
    partition,
    account,
    qos,
    time,
    gres,
    cpusPerTask,
    mem,
    nodes,
    constraint,
    signalSeconds,
    requeue,
    extra,
  })
  .partial();

/**
 * A login node that the agent reaches over SSH. There is no tunnel: it would end at the login node's loopback, which
 * compute nodes do not reach.
 */
const login = sshPlace.extend({
  events: setting(z.discriminatedUnion("way", [directEvents, collectedEvents]).default({ way: "direct" }), {
    title: "Events",
    description: "how events get from the compute nodes to the server",
  }),
});

const slurmConfig = slurmJob.extend({
  login: setting(login.optional(), {
    title: "Login node",
    description:
      "login node of the cluster, if Slurm's tools are not on the agent's machine; its folder is on a file system that compute nodes share",
  }),
  nodes: nodes.default(1),
  signalSeconds: signalSeconds.default(120),
  requeue: requeue.default(true),
  extra: extra.default({}),
  serverUrl: setting(serverUrlThere, {
    title: "Server's address there",
    description:
      "the server's address as compute nodes know it; the agent's own if left out (with a login node it is set there)",
  }),
  python: setting(argument.default("python3"), {
    title: "Python of the nodes",
    description: "a Python of 3.8 or later on the compute nodes, to follow the trainer",
    advanced: true,
  }),
  termMs: termMs.default(10_000),
  pollMs: setting(pollMs(10, 600_000).default(5000), {
    title: "Ask every",
    description: "milliseconds between questions to Slurm",
    unit: "ms",
    advanced: true,
  }),
  settleMs: setting(z.int().min(0).max(600_000).default(60_000), {
    title: "Wait for files",
    description: "milliseconds that a shared file system may take to show what a compute node wrote last",
    unit: "ms",
    advanced: true,
  }),
});
export type SlurmConfig = z.output<typeof slurmConfig>;

export const SLURM = {
  name: "slurm",
  title: "Slurm cluster",
  summary:
    "Trainers are batch jobs, handed in on this machine or on a login node over SSH; their folder lies on a file system that the compute nodes share.",
  config: slurmConfig,
  job: slurmJob,
} satisfies LauncherContract;

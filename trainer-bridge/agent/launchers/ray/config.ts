import { z } from "zod";

const oneLine = z
  .string()
  .min(1)
  .max(4000)
  .regex(/^[^\r\n\0]*$/, "must be one line");
const amount = z.number().min(0).max(1_000_000);
const milliseconds = (longest: number) => z.int().min(0).max(longest);

const resources = z.strictObject({
  cpus: amount.optional().describe("CPUs that Ray reserves for a job"),
  gpus: amount.optional().describe("GPUs that Ray reserves for a job; it sees these and no others"),
  memoryBytes: z.int().min(0).optional().describe("memory that Ray reserves for a job, in bytes"),
  custom: z
    .record(z.string().min(1).max(200), amount)
    .default({})
    .describe("custom resources of the cluster, as {name: amount}"),
});

const runtimeEnv = z.strictObject({
  envVars: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of a variable"), z.string())
    .default({})
    .describe("environment variables; Ray shows them in its dashboard, so no secrets"),
  pip: z.array(oneLine).max(500).optional().describe("packages that Ray installs for the job"),
  workingDir: z
    .url({ protocol: /^(https|s3|gs|gcs|hdfs|azure|abfss)$/ })
    .optional()
    .describe("address of a package that Ray unpacks as the working directory on the node"),
});

/** Settings of the `ray` launcher; the run directories lie on a file system that Ray's nodes share. */
export const rayConfig = z.strictObject({
  address: z
    .url({ protocol: /^https?$/ })
    .default("http://127.0.0.1:8265")
    .describe("address of Ray's dashboard"),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "must be the name of a header"), oneLine)
    .default({})
    .describe("headers of every request to Ray"),
  tokenFile: z.string().min(1).optional().describe("file with Ray's own token, sent as a bearer token"),
  resources: resources.prefault({}).describe("what Ray reserves for each job"),
  runtimeEnv: runtimeEnv.prefault({}).describe("Ray's runtime environment"),
  python: z
    .enum(["agent", "ray"])
    .default("agent")
    .describe("whose Python runs the trainer: the agent's, on the shared file system, or Ray's on the node"),
  endGraceMs: milliseconds(3_600_000)
    .default(60_000)
    .describe("milliseconds for a checkpoint when Ray ends a job or its head goes down"),
  termMs: milliseconds(600_000).default(10_000).describe("milliseconds between SIGTERM and SIGKILL"),
  pollMs: z.int().min(50).max(600_000).default(2000).describe("milliseconds between looks at a job"),
  requestMs: z.int().min(100).max(600_000).default(30_000).describe("milliseconds to wait for Ray's answer"),
  silenceMs: z
    .int()
    .min(1000)
    .max(3_600_000)
    .default(120_000)
    .describe(
      "milliseconds without a sign from another node after which a job unknown to Ray counts as gone",
    ),
});
export type RayConfig = z.output<typeof rayConfig>;

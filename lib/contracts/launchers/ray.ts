import { z } from "zod";
import type { LauncherContract } from "./definition";
import { setting } from "./describe";
import { serverUrlThere } from "./server-url";
import { pollMs, termMs } from "./timing";

const oneLine = z
  .string()
  .min(1)
  .max(4000)
  .regex(/^[^\r\n\0]*$/, "must be one line");
const amount = z.number().min(0).max(1_000_000);

const resources = setting(
  z.strictObject({
    cpus: setting(amount.optional(), { title: "CPUs", description: "CPUs that Ray reserves for a job" }),
    gpus: setting(amount.optional(), {
      title: "GPUs",
      description: "GPUs that Ray reserves for a job; it sees these and no others",
    }),
    memoryBytes: setting(z.int().min(0).optional(), {
      title: "Memory",
      description: "memory that Ray reserves for a job, in bytes",
      unit: "bytes",
    }),
    custom: setting(z.record(z.string().min(1).max(200), amount).default({}), {
      title: "Custom resources",
      description: "custom resources of the cluster, as {name: amount}",
    }),
  }),
  { title: "Resources", description: "what Ray reserves for each job" },
);

const runtimeEnv = setting(
  z.strictObject({
    envVars: setting(
      z
        .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of a variable"), z.string())
        .default({}),
      {
        title: "Environment variables",
        description: "environment variables; Ray shows them in its dashboard, so no secrets",
      },
    ),
    pip: setting(z.array(oneLine).max(500).optional(), {
      title: "Packages",
      description: "packages that Ray installs for the job",
    }),
    workingDir: setting(z.url({ protocol: /^(https|s3|gs|gcs|hdfs|azure|abfss)$/ }).optional(), {
      title: "Working directory",
      description: "address of a package that Ray unpacks as the working directory on the node",
    }),
  }),
  { title: "Runtime environment", description: "Ray's runtime environment" },
);

const rayJob = z.strictObject({ resources, runtimeEnv }).partial();

/** Settings of the `ray` launcher; the run directories lie on a file system that Ray's nodes share. */
const rayConfig = z.strictObject({
  address: setting(z.url({ protocol: /^https?$/ }).default("http://127.0.0.1:8265"), {
    title: "Address",
    description: "address of Ray's dashboard",
  }),
  serverUrl: serverUrlThere,
  headers: setting(
    z
      .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "must be the name of a header"), oneLine)
      .default({}),
    { title: "Headers", description: "headers of every request to Ray", advanced: true },
  ),
  tokenFile: setting(z.string().min(1).optional(), {
    title: "Token file",
    description: "file with Ray's own token, sent as a bearer token",
  }),
  resources: resources.prefault({}),
  runtimeEnv: runtimeEnv.prefault({}),
  python: setting(z.enum(["agent", "ray"]).default("agent"), {
    title: "Python",
    description:
      "whose Python runs the trainer: the agent's, on the shared file system, or Ray's on the node",
  }),
  endGraceMs: setting(z.int().min(0).max(3_600_000).default(60_000), {
    title: "Time for a checkpoint",
    description: "milliseconds for a checkpoint when Ray ends a job or its head goes down",
    unit: "ms",
    advanced: true,
  }),
  termMs: termMs.default(10_000),
  pollMs: setting(pollMs(50, 600_000).default(2000), {
    title: "Look every",
    description: "milliseconds between looks at a job",
    unit: "ms",
    advanced: true,
  }),
  requestMs: setting(z.int().min(100).max(600_000).default(30_000), {
    title: "Wait for Ray",
    description: "milliseconds to wait for Ray's answer",
    unit: "ms",
    advanced: true,
  }),
  silenceMs: setting(z.int().min(1000).max(3_600_000).default(120_000), {
    title: "Silence allowed",
    description:
      "milliseconds without a sign from another node after which a job unknown to Ray counts as gone",
    unit: "ms",
    advanced: true,
  }),
});
export type RayConfig = z.output<typeof rayConfig>;

export const RAY = {
  name: "ray",
  title: "Ray cluster",
  summary:
    "Trainers are jobs handed to a Ray head; the data folder lies on a file system that its nodes share.",
  config: rayConfig,
  job: rayJob,
} satisfies LauncherContract;

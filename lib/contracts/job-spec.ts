import { z } from "zod";
import { ablationId, attemptId, checkpointId, jobId, runId } from "./ids";
import { launchOptions } from "./places";
import { bigCount, key, label, seed, sha256, trainStep } from "./scalars";
import { commandConfig, stack } from "./stacks";
import {
  armTraining,
  evaluationConfig,
  grpoConfig,
  probeConfig,
  profile,
  rewriteConfig,
  sftConfig,
} from "./training-config";

/** A file of a checkpoint or data set, relative to its folder. */
export const manifestFile = z.strictObject({ path: z.string().min(1).max(1000), bytes: bigCount, sha256 });

/** A folder that one job wrote and another reads. */
export const artifactRef = z.strictObject({
  path: z.string().min(1).max(4000).describe("absolute folder on the host"),
  checkpointId: checkpointId.nullable().default(null),
  files: z.array(manifestFile).max(10_000).default([]),
});
export type ArtifactRef = z.infer<typeof artifactRef>;

const common = {
  schemaVersion: z.literal(1),
  jobId,
  attemptId,
  /** null for jobs that belong to no single training (rewriting). */
  runId: runId.nullable(),
  ablationId,
  name: label,
  serverUrl: z.url(),
  /** POST target of this job's event batches, relative to serverUrl. */
  eventsPath: z.string().startsWith("/"),
  /** Absolute folder for what outlives the attempt: checkpoints, data sets. Shared by the attempts of one job. */
  outputDir: z.string().min(1).max(4000),
  seed,
  profile,
  /** CPU threads the trainer may use; null = all. */
  threads: z.int().min(1).max(1024).nullable(),
  /** Settings of the host's launcher for this job (lib/contracts/launchers): partition, time, GPUs. */
  launch: launchOptions.default({}),
  /** Who trains: Stepwell's own trainer, or a stack that exists already (lib/contracts/stacks.ts). */
  stack: stack.prefault({ kind: "stepwell" }),
};

/** Rewrites reasoning into step-tagged traces. Output artifact `traces`: traces.jsonl. */
export const rewriteJob = z.strictObject({ ...common, kind: z.literal("rewrite"), rewrite: rewriteConfig });

/** Warm-up. Output artifacts: checkpoints. */
export const sftJob = z.strictObject({
  ...common,
  kind: z.literal("sft"),
  traces: artifactRef,
  sft: sftConfig,
  maxResponseTokens: z.int().min(8),
});

/** GRPO. `checkpoint: null` starts from the profile's base model. */
export const grpoJob = z.strictObject({
  ...common,
  kind: z.literal("grpo"),
  checkpoint: artifactRef.nullable(),
  arm: z.strictObject({ key, name: label }),
  training: armTraining.omit({ grpo: true }).extend({ grpo: grpoConfig }),
  probe: probeConfig.nullable(),
  traceSampling: z.number().min(0).max(1),
  tokenScores: z.boolean().default(false),
});

/** Evaluates one checkpoint on every named benchmark. */
export const evaluateJob = z.strictObject({
  ...common,
  kind: z.literal("evaluate"),
  checkpoint: artifactRef,
  checkpointTrainStep: trainStep,
  benchmarks: z.array(key).min(1),
  evaluation: evaluationConfig,
});

/** A command of the user's own, with whatever its client logs. Never shell text: an argument vector. */
export const commandJob = z.strictObject({ ...common, kind: z.literal("command"), command: commandConfig });

/** What the agent writes to run_dir/job.json and the trainer reads. */
export const jobSpec = z.discriminatedUnion("kind", [rewriteJob, sftJob, grpoJob, evaluateJob, commandJob]);
export type JobSpec = z.infer<typeof jobSpec>;
export const jobKind = z.enum(["rewrite", "sft", "grpo", "evaluate", "command"]);
export type JobKind = z.infer<typeof jobKind>;

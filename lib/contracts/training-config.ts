import { z } from "zod";
import { rewardConfig } from "./reward-config";
import { count, key } from "./scalars";

const learningRate = z.number().gt(0).max(1).describe("learning rate");

/** How an answer is judged. Chosen per data set and never silently another. */
export const verifierKind = z.enum(["option-letter", "number", "math", "reasoning-gym"]);

/** Tiny profile: a small random model and generated tasks, CPU, minutes. */
const tinyProfile = z.strictObject({
  kind: z.literal("tiny"),
  families: z.array(key).min(1).max(8).describe("task families"),
});

/** Any Hugging Face causal model with a data set of prompts and answers. */
const hfProfile = z.strictObject({
  kind: z.literal("hf"),
  model: z.string().min(1).max(500).describe("model directory or hub id"),
  dataset: z.string().min(1).max(500).describe("JSONL file or hub data set of prompts and answers"),
  split: z.string().max(100).default("train"),
  verifier: verifierKind,
  teacher: z
    .union([
      z.strictObject({ kind: z.literal("local"), model: z.string().min(1).max(500) }),
      z.strictObject({
        kind: z.literal("endpoint"),
        url: z.url().max(500),
        model: z.string().min(1).max(200),
      }),
    ])
    .nullable()
    .default(null)
    .describe("who rewrites reasoning into trace steps"),
  /** Benchmarks of this profile: JSONL files or hub data sets by benchmark key. */
  benchmarks: z
    .record(
      key,
      z.strictObject({ dataset: z.string().min(1).max(500), split: z.string().max(100).default("test") }),
    )
    .default({}),
});
export const profile = z.discriminatedUnion("kind", [tinyProfile, hfProfile]);
export type Profile = z.infer<typeof profile>;

export const rewriteConfig = z.strictObject({
  traces: z.int().min(1).max(1_000_000).describe("prompts to rewrite"),
});
export type RewriteConfig = z.infer<typeof rewriteConfig>;

export const sftConfig = z.strictObject({
  learningRate,
  batchSize: z.int().min(1).max(4096).describe("traces per train step"),
  maxTrainSteps: z.int().min(1).max(10_000_000).describe("train steps at the most"),
  stopAtAccuracy: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .describe("ends when sampled held-out accuracy first passes this"),
  checkEvery: z.int().min(1).max(100_000).describe("train steps between held-out checks"),
  checkpointEvery: z.int().min(1).max(1_000_000).describe("train steps between checkpoints"),
});
export type SftConfig = z.infer<typeof sftConfig>;

export const grpoConfig = z.strictObject({
  trainSteps: z.int().min(1).max(10_000_000).describe("train steps"),
  learningRate,
  promptsPerStep: z.int().min(1).max(4096).describe("prompts per train step"),
  groupSize: z.int().min(2).max(256).describe("G: responses per prompt"),
  maxResponseTokens: z.int().min(8).max(1_000_000).describe("response budget, in tokens"),
  temperature: z.number().gt(0).max(5).describe("sampling temperature"),
  topP: z.number().gt(0).max(1).describe("top-p"),
  klBeta: z.number().min(0).max(10).describe("KL coefficient (0 = off)"),
  scaleRewards: z.enum(["group", "batch", "none"]).describe("what divides the advantage"),
  lossType: z.enum(["grpo", "dapo", "dr_grpo", "bnpo"]).describe("loss"),
  iterations: z.int().min(1).max(16).describe("updates per batch of responses"),
  checkpointEvery: z.int().min(1).max(1_000_000).describe("train steps between checkpoints"),
});
export type GrpoConfig = z.infer<typeof grpoConfig>;

/** Diagnostic continuations for arms whose reward draws none. Never in the reward; its cost is kept apart. */
export const probeConfig = z.strictObject({
  everyTrainSteps: z.int().min(1).max(1_000_000).describe("train steps between probes"),
  prompts: z.int().min(1).max(10_000).describe("fixed prompts"),
  continuationsPerStep: z.int().min(1).max(64).describe("M of the probe"),
});
export type ProbeConfig = z.infer<typeof probeConfig>;

export const evaluationConfig = z.strictObject({
  decodes: z.int().min(1).max(64).describe("decodes per question"),
  temperature: z.number().min(0).max(5).describe("0 = greedy"),
  batchSize: z.int().min(1).max(4096),
  maxResponseTokens: z.int().min(8).max(1_000_000),
  questions: count.min(1).nullable().describe("questions per benchmark; null = all"),
});
export type EvaluationConfig = z.infer<typeof evaluationConfig>;

export const armTraining = z.strictObject({
  start: z
    .enum(["warm-up", "base", "checkpoint"])
    .describe(
      "warm-up: the SFT checkpoint of its seed; base: GRPO without SFT; checkpoint: the one that the launch was forked from",
    ),
  reward: rewardConfig,
  grpo: grpoConfig.partial().default({}).describe("what differs from the ablation's GRPO settings"),
});

import { type AblationSpec, LAUNCH_DEFAULTS, PAPER_REWARD } from "@/lib/contracts";
import { paperArms } from "./arms";
import type { Preset } from "./preset";

/** Train steps of one epoch over the paper's 1,250 prompts at 6 prompts each: about 200. */
const PAPER_TRAIN_STEPS = 200;

/**
 * The published settings (method.md, "Pipeline" and "Published values"). The paper's own model and data are
 * Qwen3-VL-8B on video questions; here a text model of that size stands for it, and the data sets are files of yours
 * with a `prompt` and an `answer` in each line.
 */
const spec: AblationSpec = {
  ...LAUNCH_DEFAULTS,
  schemaVersion: 1,
  name: "Published settings: outcome, mixed and process rewards",
  description:
    "The reward and the training settings as published. Name your own model and data sets before you launch.",
  profile: {
    kind: "hf",
    model: "Qwen/Qwen3-8B",
    dataset: "/data/train.jsonl",
    split: "train",
    verifier: "math",
    teacher: { kind: "local", model: "Qwen/Qwen3-30B-A3B-Instruct-2507" },
    benchmarks: { "held-out": { dataset: "/data/held-out.jsonl", split: "test" } },
  },
  seeds: [1, 2, 3],
  rewrite: { traces: 19_000 },
  warmUp: {
    learningRate: 1e-5,
    batchSize: 32,
    maxTrainSteps: 594,
    stopAtAccuracy: null,
    checkEvery: 100,
    checkpointEvery: 200,
  },
  grpo: {
    trainSteps: PAPER_TRAIN_STEPS,
    learningRate: 5e-6,
    promptsPerStep: 6,
    groupSize: 8,
    maxResponseTokens: 1024,
    temperature: 1,
    topP: 1,
    klBeta: 0,
    scaleRewards: "group",
    lossType: "grpo",
    iterations: 1,
    checkpointEvery: 50,
  },
  arms: paperArms(PAPER_REWARD),
  benchmarks: ["held-out"],
  evaluation: { decodes: 1, temperature: 0, batchSize: 64, maxResponseTokens: 1024, questions: null },
  probe: { everyTrainSteps: 25, prompts: 32, continuationsPerStep: 4 },
  traceSampling: 1,
  hostId: null,
  baselineArm: "outcome-only",
  contrast: { arm: "process-only", baseline: "outcome-only", benchmark: "held-out" },
};

export const paper: Preset = {
  key: "paper",
  title: "Published settings",
  description: "M = 4, K_max = 6, τ = 0.5, Lmin 280, Lmax 450 on a Hugging Face model. Needs GPUs.",
  spec,
};

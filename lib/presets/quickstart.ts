import { type AblationSpec, LAUNCH_DEFAULTS, PAPER_REWARD, type RewardConfig } from "@/lib/contracts";
import { paperArms } from "./arms";
import type { Preset } from "./preset";

/** The paper's reward with lengths that a model of 0.2M parameters can reach. */
export const TINY_REWARD: RewardConfig = {
  ...PAPER_REWARD,
  lengthMin: 20,
  lengthMax: 48,
};

/** Settings of the tiny profile that learn within minutes on two cores (docs/benchmarks.md has the measurements). */
export const TINY_SPEC: AblationSpec = {
  ...LAUNCH_DEFAULTS,
  schemaVersion: 1,
  name: "Quickstart: outcome against process rewards",
  description:
    "SFT alone, outcome-only, mixed and process-only from shared warm-ups, on small generated tasks. Runs on a CPU.",
  profile: { kind: "tiny", families: ["chain-sum", "basic-arithmetic"] },
  seeds: [1, 2, 3],
  rewrite: { traces: 16_000 },
  warmUp: {
    learningRate: 0.002,
    batchSize: 64,
    maxTrainSteps: 800,
    stopAtAccuracy: 0.4,
    checkEvery: 25,
    checkpointEvery: 200,
  },
  grpo: {
    trainSteps: 150,
    learningRate: 0.0001,
    promptsPerStep: 16,
    groupSize: 8,
    maxResponseTokens: 64,
    temperature: 1,
    topP: 1,
    klBeta: 0,
    scaleRewards: "group",
    lossType: "dapo",
    iterations: 1,
    checkpointEvery: 50,
  },
  arms: paperArms(TINY_REWARD),
  benchmarks: ["tiny-in-distribution", "tiny-harder"],
  evaluation: { decodes: 1, temperature: 0, batchSize: 400, maxResponseTokens: 64, questions: null },
  probe: { everyTrainSteps: 25, prompts: 16, continuationsPerStep: 4 },
  // Two of the sixteen groups of a train step, whole: all of them would be three million continuations.
  traceSampling: 0.125,
  hostId: null,
  baselineArm: "outcome-only",
  contrast: { arm: "process-only", baseline: "outcome-only", benchmark: "tiny-in-distribution" },
};

export const quickstart: Preset = {
  key: "quickstart",
  title: "Quickstart",
  description: "Four arms, three seeds, a tiny model on a CPU, about a quarter of an hour.",
  spec: TINY_SPEC,
};

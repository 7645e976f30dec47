import { paperArms } from "./arms";
import type { Preset } from "./preset";
import { TINY_REWARD, TINY_SPEC } from "./quickstart";

export const tinySmoke: Preset = {
  key: "tiny-smoke",
  title: "Smoke test",
  description:
    "One seed and a handful of train steps: shows that everything works, teaches the model nothing.",
  spec: {
    ...TINY_SPEC,
    name: "Smoke test",
    traceSampling: 1,
    description: "A few train steps of each stage.",
    seeds: [1],
    rewrite: { traces: 64 },
    warmUp: { ...TINY_SPEC.warmUp, maxTrainSteps: 4, batchSize: 8, stopAtAccuracy: null, checkpointEvery: 2 },
    grpo: { ...TINY_SPEC.grpo, trainSteps: 3, promptsPerStep: 2, groupSize: 4, checkpointEvery: 1 },
    arms: paperArms({ ...TINY_REWARD, continuationsPerStep: 2 }),
    evaluation: { ...TINY_SPEC.evaluation, questions: 16, batchSize: 16 },
    probe: { everyTrainSteps: 2, prompts: 2, continuationsPerStep: 2 },
  },
};

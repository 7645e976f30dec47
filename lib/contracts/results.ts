import { z } from "zod";
import { ablationId, armId, evaluationId, runId } from "./ids";
import { bigCount, count, seed } from "./scalars";
import { runStatus } from "./statuses";

/** One arm of an ablation as compared: `warm-up` stands for the shared SFT checkpoints where no arm points at them. */
export const resultArm = z.strictObject({
  key: z.string(),
  armId: armId.nullable(),
  name: z.string(),
  position: count.describe("stable: decides the colour"),
  /** Starts from (or is) its seed's warm-up: differences to other such arms are paired by seed. */
  sharesWarmUp: z.boolean(),
});
export type ResultArm = z.infer<typeof resultArm>;

export const resultBenchmark = z.strictObject({ key: z.string(), title: z.string(), questions: count });
export type ResultBenchmark = z.infer<typeof resultBenchmark>;

/** An evaluation of one arm's checkpoint of one seed on one benchmark; only complete ones count. */
export const resultCell = z.strictObject({
  arm: z.string(),
  seed,
  benchmark: z.string(),
  runId,
  evaluationId,
  trainStep: count,
  correct: count,
  graded: count.describe("decodes with a verdict"),
  ungraded: count,
  decodes: count,
  temperature: z.number(),
});
export type ResultCell = z.infer<typeof resultCell>;

/** What one training cost, over all its attempts: measured, re-run train steps included. */
export const resultCost = z.strictObject({
  arm: z.string(),
  seed,
  runId,
  status: runStatus,
  trainSteps: count,
  responseTokens: bigCount,
  continuationTokens: bigCount,
  activeMs: bigCount,
  gpuMs: bigCount,
  /** Seconds by phase, summed over train steps. */
  seconds: z.strictObject({
    responses: z.number(),
    continuations: z.number(),
    grading: z.number(),
    update: z.number(),
  }),
});
export type ResultCost = z.infer<typeof resultCost>;

/** GET /api/v1/ablations/{id}/results: the measured facts; lib/stats/ablation draws the conclusions. */
export const ablationResults = z.strictObject({
  ablationId,
  name: z.string(),
  seeds: z.array(seed),
  arms: z.array(resultArm),
  benchmarks: z.array(resultBenchmark),
  cells: z.array(resultCell),
  costs: z.array(resultCost),
  baselineArm: z.string().nullable(),
  contrast: z.strictObject({ arm: z.string(), baseline: z.string(), benchmark: z.string() }).nullable(),
  /** Trainings and evaluations that have not ended yet, and those that ended without a result. */
  pending: count,
  failed: count,
});
export type AblationResults = z.infer<typeof ablationResults>;

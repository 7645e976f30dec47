import { z } from "zod";
import { ablationId, armId, evaluationId, resultSetId, runId } from "./ids";
import { bigCount, count, seed } from "./scalars";
import { seedAddition } from "./seed-additions";
import { runStatus } from "./statuses";

function idList<T extends z.ZodType>(id: T, most: number) {
  return z.preprocess(
    (value) => (typeof value === "string" ? value.split(",").filter((part) => part !== "") : (value ?? [])),
    z.array(id).max(most),
  );
}

/** One arm of an ablation as compared: `warm-up` stands for the shared SFT checkpoints where no arm points at them. */
export const resultArm = z.strictObject({
  key: z.string(),
  armId: armId.nullable(),
  name: z.string(),
  position: count.describe("stable: decides the colour"),
  /** Starts from (or is) its seed's warm-up: differences to other such arms are paired by seed. */
  sharesWarmUp: z.boolean(),
  /** trained: runs of this server; imported: numbers that somebody reported, one seed and no items. */
  source: z.enum(["trained", "imported"]),
  /** Whose arm it is: the ablation or the imported set, where the selection holds more than one; else null. */
  origin: z.string().nullable(),
  /** What a reader must know of its numbers: a footnote as it was reported, or that its runs are of several code versions. */
  note: z.string().optional(),
});
export type ResultArm = z.infer<typeof resultArm>;

export const resultBenchmark = z.strictObject({
  key: z.string(),
  title: z.string(),
  questions: count,
  clusters: count
    .optional()
    .describe("groups of questions (one per video, say) where an imported file tells"),
  imported: z
    .literal(true)
    .optional()
    .describe(
      "only imported results have it: no trained arm was to be evaluated on it, and no family counts it",
    ),
});
export type ResultBenchmark = z.infer<typeof resultBenchmark>;

/**
 * An evaluation of one arm's checkpoint of one seed on one benchmark; only complete ones count. An imported cell has no
 * run and no evaluation, only what was reported.
 */
export const resultCell = z.strictObject({
  arm: z.string(),
  seed,
  benchmark: z.string(),
  runId: runId.nullable(),
  evaluationId: evaluationId.nullable(),
  /** The warm-up that the run started from (or is): arms are paired by seed where these are the same. */
  warmUpRunId: runId.nullable(),
  trainStep: count,
  correct: count.nullable().describe("null: the reported percentage is no whole count of the questions"),
  reportedPercent: z.number().min(0).max(100).nullable().describe("imported cells only: as it was reported"),
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

/** What is compared: an ablation, or any runs, and imported results beside either or alone. */
export const resultSelection = z.strictObject({
  ablation: ablationId.optional(),
  runs: idList(runId, 200).describe(
    "runs, separated by commas: grouped into arms by everything but the seed",
  ),
  imported: idList(resultSetId, 20).describe("imported result sets, separated by commas"),
});
export type ResultSelection = z.infer<typeof resultSelection>;

/** GET /api/v1/results (any selection) and /api/v1/ablations/{id}/results: the measured facts; lib/stats/ablation draws the conclusions. */
export const ablationResults = z.strictObject({
  /** Null: not one ablation but a selection. */
  ablationId: ablationId.nullable(),
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
  /** Seeds added after the launch, the first addition first; absent for what is not one ablation. */
  seedsAdded: z.array(seedAddition).optional(),
  /** The imported sets among the arms, as they tell about themselves; absent without any. */
  importedSets: z
    .array(z.strictObject({ id: resultSetId, name: z.string(), source: z.string(), note: z.string() }))
    .optional(),
});
export type AblationResults = z.infer<typeof ablationResults>;

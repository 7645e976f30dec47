import { z } from "zod";
import { runId } from "./ids";
import { resultArm, resultSelection } from "./results";
import { count, seed, trainStep } from "./scalars";
import { runStage, runStatus } from "./statuses";

/**
 * What seeds are aligned on. `tokens`: response and continuation tokens sampled so far; `active` and `gpu`:
 * milliseconds of work and of GPU time so far. Those three leave out train steps that were run again.
 */
export const replicatedAxis = z.enum(["trainStep", "tokens", "active", "gpu"]);
export type ReplicatedAxis = z.infer<typeof replicatedAxis>;

const list = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").filter((part) => part !== "") : value),
  z.array(z.string().max(250)).max(20),
);
const place = z.coerce.number().min(0).max(Number.MAX_SAFE_INTEGER);

/** Query of `GET /api/v1/results/series`. */
export const replicatedQuery = resultSelection.extend({
  names: list.default([]).describe("metrics, separated by commas; none: the catalogue only"),
  axis: replicatedAxis.default("trainStep"),
  stage: runStage.optional().describe("runs of this stage only"),
  from: place.optional().describe("where to begin, in the unit of the axis; absent: at the beginning"),
  to: place.optional().describe("where to end, in the unit of the axis; absent: at the end"),
  buckets: z.coerce.number().int().min(2).max(1000).default(240).describe("most places of an arm's curve"),
});
export type ReplicatedQuery = z.infer<typeof replicatedQuery>;

/** Lists of one length: one entry for each place of the curve. */
const values = z.array(z.number().nullable());

/** One seed on its arm's places. Null: no finite value here; it is never filled in. */
export const replicatedSeed = z.object({
  runId,
  seed,
  status: runStatus,
  values,
  /** Places where NaN or an infinity was logged; a finite mean beside it is over the finite values. */
  odd: z.array(z.object({ at: count, nan: z.boolean(), posInf: z.boolean(), negInf: z.boolean() })),
});
export type ReplicatedSeed = z.infer<typeof replicatedSeed>;

/** One arm's curve: seeds, and their mean with a pointwise t band wherever two of them have a value. */
export const replicatedArm = z.object({
  arm: z.string(),
  stage: runStage,
  launched: count.describe("runs of this arm and stage, whether they logged the metric or not"),
  x: z.array(z.number()),
  /** Train steps behind each place (both included); null on the other axes, where seeds differ. */
  trainSteps: z.array(z.tuple([trainStep, trainStep])).nullable(),
  n: z.array(count).describe("seeds with a finite value here"),
  mean: values.describe("null below two seeds: one seed is no mean"),
  lo: values,
  hi: values,
  seeds: z.array(replicatedSeed),
});
export type ReplicatedArm = z.infer<typeof replicatedArm>;

export const replicatedMetric = z.object({ name: z.string(), arms: z.array(replicatedArm) });
export type ReplicatedMetric = z.infer<typeof replicatedMetric>;

/** A metric that runs of the selection have logged, by stage. */
export const replicatedCatalogueEntry = z.object({
  name: z.string(),
  stage: runStage,
  runs: count,
  arms: z.array(z.string()).describe("those that have such a run"),
});
export type ReplicatedCatalogueEntry = z.infer<typeof replicatedCatalogueEntry>;

export const replicatedAnswer = z.object({
  axis: replicatedAxis,
  /** Of the t band: at each place by itself. */
  level: z.number(),
  /** Train steps in a bucket; null on the other axes. */
  bucketWidth: count.nullable(),
  gpuUsed: z.boolean().describe("false: no run of the selection told any GPU time"),
  arms: z.array(resultArm),
  catalogue: z.array(replicatedCatalogueEntry),
  metrics: z.array(replicatedMetric),
});
export type ReplicatedAnswer = z.infer<typeof replicatedAnswer>;

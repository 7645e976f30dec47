import { z } from "zod";
import { attemptId, jobId, runId } from "./ids";
import { count, encodedNumber, trainStep, wholeNumber } from "./scalars";

/**
 * What x is. `tokens`: response and continuation tokens sampled so far; `active`: milliseconds of work so far; `gpu`:
 * milliseconds of GPU time so far; `wall`: milliseconds since the first attempt began. All four go on over a resume and
 * leave re-run train steps out.
 */
export const seriesAxis = z.enum(["trainStep", "tokens", "active", "wall", "gpu"]);
export type SeriesAxis = z.infer<typeof seriesAxis>;

const list = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").filter((part) => part !== "") : value),
  z.array(z.string().max(250)).max(100),
);

/** Query of `GET /api/v1/runs/{id}/series`. */
export const seriesQuery = z.strictObject({
  names: list.default([]).describe("metrics, separated by commas; none: the catalogue only"),
  fromStep: wholeNumber.optional().describe("first train step; absent: from the beginning"),
  toStep: wholeNumber.optional().describe("last train step; absent: to the end"),
  buckets: z.coerce.number().int().min(2).max(1000).default(500).describe("most marks per segment"),
  axis: seriesAxis.default("trainStep"),
  superseded: z
    .enum(["true", "false"])
    .default("false")
    .describe("also what a later attempt has re-run, as segments that are not current"),
});

/** One point, or all points of a bucket of train steps (both ends included). */
export const seriesMark = z.object({
  firstTrainStep: trainStep,
  lastTrainStep: trainStep,
  x: z.number().nullable().describe("in the middle of the train steps; null: its cost is not known"),
  count: count.describe("points"),
  finiteCount: count,
  min: encodedNumber.nullable().describe("over the finite values; null: there is none"),
  max: encodedNumber.nullable(),
  mean: encodedNumber.nullable(),
  nan: z.boolean(),
  posInf: z.boolean(),
  negInf: z.boolean(),
});
export type SeriesMark = z.infer<typeof seriesMark>;

/** A stretch of train steps of one attempt. Where the attempt changes, the run was resumed. */
export const seriesSegment = z.object({
  attemptId,
  attemptNumber: count,
  jobId,
  current: z.boolean().describe("false: a later attempt has re-run from here"),
  resolution: z.enum(["points", "buckets"]).describe("points: every mark is one logged value"),
  marks: z.array(seriesMark),
});
export type SeriesSegment = z.infer<typeof seriesSegment>;

export const series = z.object({ runId, name: z.string(), segments: z.array(seriesSegment) });
export type Series = z.infer<typeof series>;

/** A metric that a run has. */
export const seriesCatalogueEntry = z.object({
  runId,
  name: z.string(),
  points: z.number().describe("logged, over all attempts"),
  lastTrainStep: trainStep,
  lastValue: encodedNumber,
});
export type SeriesCatalogueEntry = z.infer<typeof seriesCatalogueEntry>;

export const seriesAnswer = z.object({
  axis: seriesAxis,
  fromTrainStep: trainStep.nullable().describe("range that was read; null: nothing is logged"),
  toTrainStep: trainStep.nullable(),
  bucketWidth: count.describe("train steps in a bucket"),
  catalogue: z.array(seriesCatalogueEntry),
  series: z.array(series),
});
export type SeriesAnswer = z.infer<typeof seriesAnswer>;

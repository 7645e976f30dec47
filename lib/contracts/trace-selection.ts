import { z } from "zod";
import { ablationId, importId, projectId, promptId, reviewSetId, runId, scorerId } from "./ids";
import { traceSource } from "./imports";
import { encodedNumber, wholeNumber } from "./scalars";
import { processVerdict, scoreSource, traceFate } from "./scores";
import { finishReason } from "./trace-event";
import { traceOrigin } from "./trace-views";

/** One or more of something, as a query holds them: separated by commas. */
const several = <T extends z.ZodType>(item: T, most = 200) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(",").filter((part) => part !== "") : value),
    z.array(item).min(1).max(most),
  );

const number = z.coerce.number().pipe(z.number());
const share = number.pipe(z.number().min(0).max(1));

/** Words for what `unknown` outcomes and missing scores are asked by. */
export const outcomeFilter = z.enum(["right", "wrong", "unknown"]);
export const finishFilter = z.enum([...finishReason.options, "unknown"]);
export const processFilter = z.enum([...processVerdict.options, "unknown"]);

/**
 * Which traces: what the explorer shows, an export writes, a review set freezes and an overview counts. Every field
 * narrows; nothing means all traces of the project.
 */
export const traceSelection = z.strictObject({
  project: projectId.optional().describe("the only project, or the newest, if left out"),
  ablation: ablationId.optional(),
  runs: several(runId).optional(),
  arms: several(z.string().max(100)).optional().describe("arm keys"),
  import: importId.optional(),
  reviewSet: reviewSetId.optional(),
  origin: traceOrigin.optional(),
  prompt: promptId.optional(),
  group: z.string().max(200).optional(),
  fromTrainStep: wholeNumber.optional(),
  toTrainStep: wholeNumber.optional(),
  outcome: outcomeFilter.optional(),
  format: z.enum(["valid", "invalid"]).optional(),
  finish: finishFilter.optional(),
  scored: z.enum(["yes", "no"]).optional().describe("has at least one c_i"),
  scoreSource: scoreSource.optional(),
  fate: traceFate.optional(),
  firstDropStep: wholeNumber.optional().describe("i of the first large drop"),
  lostStep: wholeNumber
    .optional()
    .describe("i from which on nothing is solvable, of traces that were at first"),
  process: processFilter
    .optional()
    .describe("by c_i: sound is kept without a large drop; unknown: not scored"),
  humanProcess: processFilter.optional().describe("by people: unknown is not said or disputed"),
  minMeanC: share.optional(),
  maxMeanC: share.optional(),
  minDrop: share.optional(),
  minDisagreement: share.optional(),
  minSteps: wholeNumber.optional(),
  maxSteps: wholeNumber.optional(),
  minTokens: wholeNumber.optional(),
  maxTokens: wholeNumber.optional(),
  minReward: number.optional(),
  maxReward: number.optional(),
  labelled: z.enum(["yes", "no"]).optional().describe("by a person"),
  scorer: scorerId.optional().describe("has a score or label of this scorer"),
  text: z.string().trim().min(1).max(300).optional().describe("words in prompt, response or continuations"),
  traces: several(z.string().max(60), 500).optional().describe("trace ids"),
});
export type TraceSelection = z.infer<typeof traceSelection>;

export const explorerSort = z.enum([
  "trainStep",
  "meanC",
  "drop",
  "disagreement",
  "tokens",
  "steps",
  "reward",
  "outcome",
  "advantage",
]);
export type ExplorerSort = z.infer<typeof explorerSort>;

/** One line of the explorer: no bodies. */
export const explorerRow = z.strictObject({
  id: z.string(),
  runId,
  promptId,
  origin: traceOrigin,
  trainStep: z.int().nullable().describe("null: the source knows none"),
  sampleIndex: z.int(),
  modelId: z.string().nullable(),
  source: traceSource.nullable().describe("of an imported trace: where it stands"),
  promptPreview: z.string(),
  finishReason: finishReason.nullable(),
  valid: z.boolean(),
  outcome: z.union([z.literal(0), z.literal(1)]).nullable(),
  reward: encodedNumber.nullable(),
  groupAdvantage: encodedNumber.nullable(),
  responseTokens: z.int().nullable(),
  stepCount: z.int(),
  scoreSource: scoreSource.nullable(),
  /** base64 of one byte a trace step: lib/traces/solvability-bytes.ts. */
  solvability: z.string(),
  meanC: z.number().nullable(),
  largestDrop: z.number().nullable(),
  largestDropStep: z.int().nullable(),
  firstDropStep: z.int().nullable(),
  fate: traceFate.nullable(),
  disagreement: z.number().nullable(),
  raters: z.int(),
});
export type ExplorerRow = z.infer<typeof explorerRow>;

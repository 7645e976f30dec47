import { z } from "zod";
import { ablationId, armId, importId, promptId, runId, traceId } from "./ids";
import { traceSource } from "./imports";
import { promptMedia } from "./media";
import { rewardConfig } from "./reward-config";
import { count, encodedNumber, span, wholeNumber } from "./scalars";
import { scorerView, stepLabel } from "./scores";
import {
  continuationRecord,
  continuationVerdict,
  finishReason,
  rewardParts,
  tokenScores,
} from "./trace-event";

export const traceOrigin = z.enum(["train", "probe", "evaluation", "import"]);
export type TraceOrigin = z.infer<typeof traceOrigin>;

/** c_i as counts. `requested: 0` means not scored, `returned: 0` with a request means missing: never zero. */
export const solvabilityCounts = z.strictObject({
  requested: count,
  returned: count,
  successes: count,
  truncated: count,
});
export type SolvabilityCounts = z.infer<typeof solvabilityCounts>;

const sortable = ["trainStep", "reward", "process", "advantage", "tokens", "drop"] as const;

/** Query of GET /api/v1/runs/{id}/traces. */
export const traceQuery = z.strictObject({
  origin: traceOrigin.default("train"),
  fromTrainStep: wholeNumber.optional(),
  toTrainStep: wholeNumber.optional(),
  promptId: promptId.optional(),
  groupId: z.string().max(200).optional(),
  outcome: z.enum(["right", "wrong", "unknown"]).optional(),
  format: z.enum(["valid", "invalid"]).optional(),
  gate: z.enum(["pass", "fail", "undetermined", "off"]).optional(),
  text: z.string().max(500).optional().describe("words in the response"),
  sort: z.enum(sortable).default("trainStep"),
  order: z.enum(["asc", "desc"]).default("desc"),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
});
export type TraceQuery = z.infer<typeof traceQuery>;

/** A trace without its bodies: what lists and the traces x trace steps heatmap show. */
export const traceRow = z.strictObject({
  id: traceId,
  runId,
  origin: traceOrigin,
  trainStep: count,
  sampleIndex: count,
  groupId: z.string().nullable(),
  promptId,
  promptPreview: z.string(),
  family: z.string().nullable(),
  reference: z.string().nullable().describe("null: none is known"),
  answer: z.string().nullable(),
  invalidReason: z.string().nullable(),
  stepCount: count,
  responseTokens: count.nullable(),
  reward: encodedNumber.nullable(),
  outcome: encodedNumber.nullable(),
  process: encodedNumber.nullable(),
  gate: z.string().nullable(),
  groupAdvantage: encodedNumber.nullable(),
  /** Counts of s_1..s_K. */
  steps: z.array(solvabilityCounts),
});
export type TraceRow = z.infer<typeof traceRow>;

export const traceList = z.strictObject({ rows: z.array(traceRow), total: count });
export type TraceList = z.infer<typeof traceList>;

export const traceStepView = z.strictObject({
  index: count,
  text: span,
  tokens: span.nullable(),
  straddled: z.boolean(),
  ...solvabilityCounts.shape,
});
export type TraceStepView = z.infer<typeof traceStepView>;

/**
 * A prompt as it is stored. What a trainer may send is checked where it comes in (`promptRecord`); imports hold more:
 * families in any words, hundreds of messages.
 */
export const promptView = z.strictObject({
  key: z.string(),
  dataset: z.string(),
  family: z.string().nullable(),
  messages: z.array(z.strictObject({ role: z.string(), content: z.string() })),
});

export const traceDetail = z.strictObject({
  row: traceRow,
  run: z.strictObject({
    id: runId,
    name: z.string(),
    ablationId,
    ablationName: z.string(),
    armId: armId.nullable(),
    armKey: z.string().nullable(),
    seed: count,
  }),
  prompt: promptView.extend({
    id: promptId,
    answer: z.string().nullable(),
    media: z.array(promptMedia),
  }),
  /** The import it came with and where it stands there. */
  imported: traceSource.extend({ importId: importId.nullable() }).nullable(),
  response: z.string(),
  /** U+0000 or lone surrogates were escaped to be stored. */
  textEscaped: z.boolean(),
  finishReason: finishReason.nullable(),
  modelId: z.string().nullable(),
  rewardParts: rewardParts.nullable(),
  rewardConfig: rewardConfig.nullable(),
  traceSteps: z.array(traceStepView),
  /** Every scorer beside the continuations, each with what it says. */
  scorers: z.array(scorerView),
  alternatives: z.array(
    z.strictObject({
      traceStep: count,
      text: z.string(),
      value: z.number().nullable(),
      label: stepLabel.nullable(),
    }),
  ),
  /** Code point at which each token ends, with what the trainer logged of it; null where it did not. */
  tokenScores: tokenScores.nullable(),
  group: z
    .strictObject({
      id: z.string(),
      mean: encodedNumber.nullable(),
      sd: encodedNumber.nullable(),
      n: count,
      size: count,
      /** c_0: right / graded over the stored group; a response of invalid format counts as wrong. */
      right: count,
      graded: count,
      siblings: z.array(traceRow.extend({ rewardParts: rewardParts.nullable() })),
    })
    .nullable(),
});
export type TraceDetail = z.infer<typeof traceDetail>;

/** GET /api/v1/traces/{id}/continuations?traceStep=i, grouped by final answer, most frequent first. */
export const continuationGroups = z.strictObject({
  traceId,
  traceStep: count,
  /** The response through </step>: what every continuation started from. */
  prefix: z.string(),
  requested: count,
  returned: count,
  groups: z.array(
    z.strictObject({
      answer: z.string().nullable(),
      verdict: continuationVerdict,
      continuations: z.array(
        continuationRecord.extend({
          index: count,
          tokens: count.nullable(),
          finishReason: finishReason.nullable(),
          modelId: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type ContinuationGroups = z.infer<typeof continuationGroups>;

/** Query of GET /api/v1/prompts/{id}/training: one run, or all runs of one arm. */
export const promptTrainingQuery = z.strictObject({
  run: runId.optional(),
  arm: armId.optional(),
  origin: traceOrigin.default("train"),
});
export type PromptTrainingQuery = z.infer<typeof promptTrainingQuery>;

/** The responses to one prompt by train step, without their bodies. Re-run train steps show their latest attempt. */
export const promptTraining = z.strictObject({
  prompt: z.strictObject({ id: promptId, key: z.string(), preview: z.string() }),
  runs: z.array(z.strictObject({ id: runId, name: z.string(), seed: count, armId: armId.nullable() })),
  trainSteps: z.array(z.strictObject({ trainStep: count, rows: z.array(traceRow) })),
  truncated: z.boolean().describe("later train steps were left out"),
});
export type PromptTraining = z.infer<typeof promptTraining>;

/** One cell of train step x trace step. */
export const solvabilityCell = z.strictObject({
  trainStep: count,
  traceStep: count,
  scored: count.describe("trace steps with a c_i"),
  missing: count.describe("asked for, none returned"),
  notScored: count.describe("never asked for"),
  meanC: z.number().nullable().describe("mean c_i over the scored; null if none"),
  sdC: z.number().nullable().describe("n-1; null below two"),
  returned: count,
  successes: count,
});
export type SolvabilityCell = z.infer<typeof solvabilityCell>;

/** GET /api/v1/runs/{id}/solvability?origin=train|probe */
export const solvabilityGrid = z.strictObject({
  runId,
  origin: traceOrigin,
  cells: z.array(solvabilityCell),
  /** Which origins of this run have scored steps at all: outcome-only runs take part through the probe. */
  available: z.array(traceOrigin),
  tau: z.number().nullable(),
  maxScoredSteps: count.nullable(),
});
export type SolvabilityGrid = z.infer<typeof solvabilityGrid>;

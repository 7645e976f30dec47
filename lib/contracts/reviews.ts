import { z } from "zod";
import { ablationId, projectId, reviewSetId, runId, scorerId, traceId } from "./ids";
import { promptMedia } from "./media";
import { count, isoTime, label, seed, span } from "./scalars";
import {
  labelEditChange,
  reviewStatus,
  scorer,
  scorerKind,
  scorerView,
  stepLabel,
  stepScore,
  traceScore,
} from "./scores";
import { finishReason } from "./trace-event";
import { traceSelection } from "./trace-selection";
import { promptView, solvabilityCounts, traceOrigin } from "./trace-views";

/** The scorer that holds what adjudication decided; no rater may take this name. */
export const ADJUDICATED = "Adjudicated";

/** Browser-made id of one change: sent twice, it counts once. */
const editId = z.string().regex(/^[A-Za-z0-9_-]{8,80}$/, "use 8 to 80 letters, digits, - or _");

export const raterName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine((name) => name.toLowerCase() !== ADJUDICATED.toLowerCase(), {
    error: `"${ADJUDICATED}" holds what adjudication decided: choose another name`,
  });

/** A person who labels: a scorer of kind human in one project. */
export const rater = z.strictObject({ id: scorerId, name: z.string() });
export type Rater = z.infer<typeof rater>;

const inProject = projectId.optional().describe("the newest project, if left out");

/** POST /api/v1/reviews/raters */
export const raterRequest = z.strictObject({ project: inProject, name: raterName });
export type RaterRequest = z.infer<typeof raterRequest>;

export const ratersQuery = z.strictObject({ project: inProject });
export const raterList = z.strictObject({ projectId: projectId.nullable(), raters: z.array(rater) });
export type RaterList = z.infer<typeof raterList>;

/** In which order the traces of a set are judged. */
export const reviewOrder = z.enum(["random", "disagreement", "trainStep"]);
export type ReviewOrder = z.infer<typeof reviewOrder>;

/** Most traces of one set: more than a person labels, few enough to be frozen in one statement. */
export const MOST_REVIEW_ITEMS = 10_000;

const raterNames = z
  .array(raterName)
  .min(1)
  .max(20)
  .refine((names) => new Set(names).size === names.length, { error: "name every rater once" });

/** POST /api/v1/reviews: the traces that the selection finds now are frozen as the set. */
export const newReviewSet = z
  .strictObject({
    name: label,
    guidelines: z.string().max(50_000).default(""),
    selection: traceSelection,
    blind: z.boolean().default(true),
    raters: raterNames.describe("names; who is new to the project becomes a rater of it"),
    overlap: z.int().min(1).max(20).default(2).describe("how many raters judge each trace"),
    order: reviewOrder.default("random"),
    seed: seed.default(1).describe("of the random order and of who gets which trace"),
    limit: z.int().min(1).max(MOST_REVIEW_ITEMS).default(200).describe("at most this many traces"),
  })
  .refine((set) => set.overlap <= set.raters.length, {
    path: ["overlap"],
    error: "is more than there are raters: add a rater or lower it",
  });
export type NewReviewSet = z.infer<typeof newReviewSet>;
export type NewReviewSetInput = z.input<typeof newReviewSet>;

/** PATCH /api/v1/reviews/{id} */
export const reviewSetChange = z.strictObject({
  name: label.optional(),
  guidelines: z.string().max(50_000).optional(),
  blind: z.boolean().optional(),
  closed: z.boolean().optional(),
});
export type ReviewSetChange = z.infer<typeof reviewSetChange>;

/** POST /api/v1/reviews/{id}/raters: more raters; each trace is judged by `overlap` raters in the end. */
export const moreRaters = z.strictObject({
  raters: raterNames,
  overlap: z.int().min(1).max(20),
  seed: seed.default(1),
});
export type MoreRaters = z.infer<typeof moreRaters>;

export const raterProgress = rater.extend({
  assigned: count,
  done: count,
  skipped: count,
  lastAt: isoTime.nullable().describe("last change of a status"),
});
export type RaterProgress = z.infer<typeof raterProgress>;

/** A set as lists show it. */
export const reviewSetRow = z.strictObject({
  id: reviewSetId,
  projectId,
  name: z.string(),
  blind: z.boolean(),
  createdAt: isoTime,
  closedAt: isoTime.nullable(),
  traces: count,
  /** Judged by everybody who is to judge them. */
  complete: count,
  raters: z.array(raterProgress),
});
export type ReviewSetRow = z.infer<typeof reviewSetRow>;

export const reviewSetView = reviewSetRow.extend({
  guidelines: z.string(),
  selection: traceSelection,
});
export type ReviewSetView = z.infer<typeof reviewSetView>;

export const reviewSetList = z.strictObject({ sets: z.array(reviewSetRow) });
export type ReviewSetList = z.infer<typeof reviewSetList>;

export const reviewQueueQuery = z.strictObject({ rater: scorerId });

/** One trace that a rater is to judge: nothing in it tells how the trace came out. */
export const queueItem = z.strictObject({
  traceId,
  position: count,
  status: reviewStatus,
  stepCount: count,
  promptPreview: z.string(),
  labelled: count.describe("trace steps that this rater has labelled"),
});
export type QueueItem = z.infer<typeof queueItem>;
export const reviewQueue = z.strictObject({
  items: z.array(queueItem),
  tags: z.array(z.string()).describe("that this rater has used in the set"),
});
export type ReviewQueue = z.infer<typeof reviewQueue>;

export const labelViewQuery = z.strictObject({ rater: scorerId, trace: traceId });

/** What a rater may see only where the set is not blind, or once the trace is done. */
export const reviewEvidence = z.strictObject({
  solvability: z.array(solvabilityCounts).describe("of each trace step, in order"),
  outcome: z.union([z.literal(0), z.literal(1)]).nullable(),
  answer: z.string().nullable(),
  reference: z.string().nullable(),
  /** Every scorer but this rater. */
  scorers: z.array(scorerView),
  run: z.strictObject({
    id: runId,
    name: z.string(),
    ablationId,
    origin: traceOrigin,
    trainStep: count.nullable(),
  }),
});
export type ReviewEvidence = z.infer<typeof reviewEvidence>;

/** GET /api/v1/reviews/{id}/label: one trace as its rater reads it. */
export const labelView = z.strictObject({
  traceId,
  position: count,
  status: reviewStatus,
  blind: z.boolean(),
  prompt: promptView.pick({ messages: true }).extend({ media: z.array(promptMedia) }),
  response: z.string(),
  finishReason: finishReason.nullable(),
  traceSteps: z.array(z.strictObject({ index: count.min(1), text: span })),
  /** The rater's own judgement as it is stored. */
  steps: z.array(stepScore),
  trace: traceScore.nullable(),
  evidence: reviewEvidence.nullable().describe("null: hidden until the trace is done"),
});
export type LabelView = z.infer<typeof labelView>;

/** One change of a judgement. */
export const labelEdit = z.strictObject({
  id: editId,
  traceId,
  traceStep: count.min(1).nullable().describe("null: of the whole trace"),
  before: labelEditChange.describe("what the browser showed"),
  after: labelEditChange,
  at: isoTime,
});
export type LabelEdit = z.infer<typeof labelEdit>;

/** A trace of a set is done, skipped, or to do again. */
export const statusEdit = z.strictObject({
  set: reviewSetId,
  traceId,
  status: reviewStatus,
  at: isoTime,
});
export type StatusEdit = z.infer<typeof statusEdit>;

/** POST /api/v1/labels: edits in the order they were made, then statuses. All are stored or none. */
export const labelRequest = z.strictObject({
  rater: scorerId,
  edits: z.array(labelEdit).max(500).default([]),
  statuses: z.array(statusEdit).max(500).default([]),
});
export type LabelRequest = z.infer<typeof labelRequest>;

/**
 * `stored` as asked; `known` had come before; `replaced` stored although another tab had changed it meanwhile; `older`
 * kept in the log alone, since a later change stands.
 */
export const editOutcome = z.enum(["stored", "known", "replaced", "older"]);
export type EditOutcome = z.infer<typeof editOutcome>;

export const labelAnswer = z.strictObject({
  edits: z.array(
    z.strictObject({
      id: z.string(),
      outcome: editOutcome,
      current: labelEditChange.describe("what stands now"),
    }),
  ),
});
export type LabelAnswer = z.infer<typeof labelAnswer>;

const statement = z.strictObject({
  rater,
  label: stepLabel.nullable(),
  note: z.string(),
  tags: z.array(z.string()),
});

/** A trace that two raters have judged differently. */
export const adjudicationItem = z.strictObject({
  traceId,
  position: count,
  stepCount: count,
  promptPreview: z.string(),
  /** Trace steps on which the labels differ. */
  differ: z.array(count),
  firstErrorDiffers: z.boolean(),
  /** Adjudication has decided everything that differs. */
  settled: z.boolean(),
});
export type AdjudicationItem = z.infer<typeof adjudicationItem>;

/** GET /api/v1/reviews/{id}/adjudication */
export const adjudicationList = z.strictObject({
  adjudicator: rater.describe("the scorer that holds what is decided"),
  items: z.array(adjudicationItem),
  /** Traces that every rater has done and none judged differently. */
  agreed: count,
  /** Of those, how many the adjudicated labels hold already. */
  takenOver: count,
});
export type AdjudicationList = z.infer<typeof adjudicationList>;

/** GET /api/v1/reviews/{id}/adjudication/{trace}: the raters side by side. */
export const adjudicationView = z.strictObject({
  traceId,
  prompt: labelView.shape.prompt,
  response: z.string(),
  traceSteps: z.array(
    z.strictObject({ index: count.min(1), text: span, said: z.array(statement), differs: z.boolean() }),
  ),
  firstErrors: z.array(
    z.strictObject({ rater, firstError: count.nullable(), derived: z.boolean(), note: z.string() }),
  ),
  firstErrorDiffers: z.boolean(),
  adjudicator: rater,
  steps: z.array(stepScore),
  trace: traceScore.nullable(),
  evidence: reviewEvidence,
});
export type AdjudicationView = z.infer<typeof adjudicationView>;

const interval = z
  .strictObject({ lo: z.number(), hi: z.number() })
  .nullable()
  .describe("95%, resampled over traces; null: too few to tell");

/** A number with its interval and what it was counted over. */
export const reviewEstimate = z.strictObject({
  value: z.number().nullable(),
  interval,
  /** Judgements it was computed from, and the traces they lie in. */
  n: count,
  traces: count,
});
export type ReviewEstimate = z.infer<typeof reviewEstimate>;

const confusion = z.strictObject({
  /** Raters of rows and columns. */
  a: rater,
  b: rater,
  steps: z.array(z.array(count)).describe("good, neutral, bad of a by good, neutral, bad of b"),
  kappa: reviewEstimate,
  percent: reviewEstimate,
  firstErrorKappa: reviewEstimate,
  firstErrorSame: reviewEstimate,
});

/** GET /api/v1/reviews/{id}/agreement: between raters, over traces that each has done. */
export const agreementView = z.strictObject({
  /** Done by at least two raters. */
  traces: count,
  stepAlpha: z.strictObject({ nominal: reviewEstimate, ordinal: reviewEstimate }),
  firstErrorAlpha: reviewEstimate,
  pairs: z.array(confusion),
  method: z.string(),
  seed: count,
});
export type AgreementView = z.infer<typeof agreementView>;

/** Whose labels count as the truth. */
export const truthSource = z.enum(["adjudicated", "majority", "rater"]);
export type TruthSource = z.infer<typeof truthSource>;

export const scorersQuery = z.strictObject({
  truth: truthSource.default("adjudicated").describe("adjudicated: else what all raters agree on"),
  rater: scorerId.optional().describe("whose labels, where truth is rater"),
  below: z.coerce
    .number()
    .pipe(z.number().min(0).max(1))
    .default(0.5)
    .describe("a trace step is called wrong where its score lies below; 0: where it is 0"),
});
export type ScorersQuery = z.infer<typeof scorersQuery>;

const calibrationBin = z.strictObject({
  from: z.number(),
  to: z.number(),
  /** Mean score of the bin, and the share that people call good. */
  score: z.number(),
  good: z.number(),
  lo: z.number(),
  hi: z.number(),
  n: count,
});
export type CalibrationBin = z.infer<typeof calibrationBin>;

/** One scorer held against what people say. */
export const scorerAgainstLabels = z.strictObject({
  scorer: scorer.omit({ id: true }).extend({ id: scorerId.nullable(), kind: scorerKind }),
  /** Good and bad labels that it also scored; neutral ones are left out. */
  good: count,
  bad: count,
  neutral: count,
  unscored: count,
  auc: reviewEstimate,
  brier: reviewEstimate.nullable().describe("null: its values do not lie between 0 and 1"),
  calibration: z.array(calibrationBin),
  firstError: z.strictObject({
    f1: reviewEstimate,
    onWrong: reviewEstimate,
    onRight: reviewEstimate,
    /** It says too little of the trace. */
    unknown: count,
  }),
});
export type ScorerAgainstLabels = z.infer<typeof scorerAgainstLabels>;

/** GET /api/v1/reviews/{id}/scorers */
export const scorersView = z.strictObject({
  truth: truthSource,
  below: z.number(),
  /** Traces with a judgement that counts as true. */
  traces: count,
  scorers: z.array(scorerAgainstLabels),
  speakers: z.array(rater).describe("people, data sets included, who say something of the set's traces"),
  method: z.string(),
  seed: count,
});
export type ScorersView = z.infer<typeof scorersView>;

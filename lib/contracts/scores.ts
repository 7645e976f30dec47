import { z } from "zod";
import { scorerId } from "./ids";
import { count } from "./scalars";

/** Who speaks about trace steps. `continuations`: c_i; `empirical`: the share of sampled traces with this prefix that are right. */
export const scorerKind = z.enum(["continuations", "empirical", "prm", "judge", "human"]);
export type ScorerKind = z.infer<typeof scorerKind>;

/** Where the c_i that lists and heatmaps show come from: continuations, else an empirical c_i. */
export const scoreSource = z.enum(["continuations", "empirical"]);
export type ScoreSource = z.infer<typeof scoreSource>;

/** What a person or a data set says of one trace step. */
export const stepLabel = z.enum(["good", "neutral", "bad"]);
export type StepLabel = z.infer<typeof stepLabel>;

/**
 * What became of a trace's solvability: `kept` solvable at the start and to the end; `lost` solvable at the start and at
 * 0 from some step to the end; `recovered` at 0 and solvable again; `never` solvable at any scored step.
 */
export const traceFate = z.enum(["kept", "lost", "recovered", "never"]);
export type TraceFate = z.infer<typeof traceFate>;

/** Whether the reasoning of a trace holds. By c_i: sound is `kept` without a large drop. */
export const processVerdict = z.enum(["sound", "broken"]);
export type ProcessVerdict = z.infer<typeof processVerdict>;

export const scorer = z.strictObject({
  id: scorerId,
  kind: scorerKind,
  name: z.string(),
  version: z.string(),
});
export type Scorer = z.infer<typeof scorer>;

export const stepScore = z.strictObject({
  traceStep: count.min(1),
  value: z.number().nullable(),
  label: stepLabel.nullable(),
  successes: count.nullable(),
  n: count.nullable(),
  note: z.string(),
  tags: z.array(z.string()),
});
export type StepScore = z.infer<typeof stepScore>;

export const traceScore = z.strictObject({
  firstError: count.nullable().describe("i of the first wrong trace step, 0 none is wrong, null not said"),
  value: z.number().nullable(),
  note: z.string(),
});
export type TraceScore = z.infer<typeof traceScore>;

/** All that one scorer says of a trace. */
export const scorerView = scorer.extend({ steps: z.array(stepScore), trace: traceScore.nullable() });
export type ScorerView = z.infer<typeof scorerView>;

const tag = z.string().trim().min(1).max(60);

/** The state of one judgement, of a trace step or of a whole trace, as a change leaves it. */
export const labelEditChange = z.strictObject({
  label: stepLabel.nullable().default(null).describe("of a trace step"),
  firstError: count
    .nullable()
    .default(null)
    .describe("of the trace: i of the first wrong step, 0 none, null not said"),
  note: z.string().max(20_000).default(""),
  tags: z.array(tag).max(20).default([]),
});
export type LabelEditChange = z.infer<typeof labelEditChange>;

export const reviewStatus = z.enum(["to-do", "done", "skipped"]);
export type ReviewStatus = z.infer<typeof reviewStatus>;

import { z } from "zod";
import { ablationId, runId } from "./ids";
import { resultArm, resultCost } from "./results";
import { bigCount, count, seed } from "./scalars";

/** What the formula of method.md ("Cost") needs, measured on one run. */
export const costShape = z.strictObject({
  responses: count.describe("sampled responses per train step: prompts x G"),
  traceSteps: z.number().nullable().describe("K: mean trace steps of valid responses"),
  responseTokens: z.number().nullable().describe("L: mean tokens of a response"),
  answerTail: z.number().nullable().describe("a: mean tokens after the last trace step"),
  tails: count.describe("stored responses that a is the mean of"),
  validShare: z.number().nullable().describe("share of responses in valid format: only they are continued"),
  continuationsPerStep: count.describe("M"),
  maxScoredSteps: count.describe("K_max"),
});
export type CostShape = z.infer<typeof costShape>;

/** One seed of one arm: its training, and beside it what is no part of its price. */
export const costSeed = resultCost.extend({
  /** λ process of its reward; null: an SFT run, which has no reward. */
  lambdaProcess: z.number().nullable(),
  /** Diagnostic continuations: never in the reward, never in the tokens and seconds of the training. */
  probe: z.strictObject({ tokens: bigCount, seconds: z.number() }),
  evaluation: z.strictObject({
    jobs: count.describe("that have ended"),
    seconds: z.number().describe("wall time of their processes, loading included"),
  }),
  /** The warm-up it started from, paid once and shared by the arms of the seed; null: none, or it is one itself. */
  warmUpRunId: runId.nullable(),
  shape: costShape.nullable().describe("null: it sampled no responses"),
});
export type CostSeed = z.infer<typeof costSeed>;

/** GET /api/v1/results/costs: what every training of a selection cost, measured. */
export const costBreakdown = z.strictObject({
  ablationId: ablationId.nullable(),
  gpuUsed: z.boolean().describe("false: no run of the selection told any GPU time"),
  arms: z.array(resultArm),
  seeds: z.array(costSeed),
  /** Arms by key whose reward draws no continuations in any of their runs, in the order of `arms`. */
  outcomeOnly: z.array(z.string()),
  /** Rewriting, once per ablation. */
  rewriting: z.strictObject({ jobs: count, seconds: z.number() }),
  /** Seeds that were launched and have told no cost. */
  silent: z.array(z.strictObject({ arm: z.string(), seed, runId, status: z.string() })),
});
export type CostBreakdown = z.infer<typeof costBreakdown>;

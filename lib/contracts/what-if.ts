import { z } from "zod";
import { runId, traceId } from "./ids";
import { resultArm, resultSelection } from "./results";
import { whatIfSettings } from "./reward-config";
import { count, seed, trainStep } from "./scalars";
import { runStatus } from "./statuses";

const { shape } = whatIfSettings;

/**
 * Settings that stored responses can be rescored under, each arm's own where absent. M is not among them: what other
 * numbers of continuations would have said is a question of its own (`POST /api/v1/sensitivity`).
 */
export const settingChanges = z.strictObject({
  scheme: shape.scheme.unwrap().optional(),
  lambdaOutcome: shape.lambdaOutcome.optional(),
  lambdaProcess: shape.lambdaProcess.optional().describe("one weight given: the other is 1 minus it"),
  alpha: shape.alpha.optional(),
  tau: shape.tau.optional(),
  stepMin: shape.stepMin.optional(),
  stepMax: shape.stepMax.optional(),
  lengthMin: shape.lengthMin.optional(),
  lengthMax: shape.lengthMax.optional(),
  formatReward: shape.formatReward.optional(),
  lengthReward: shape.lengthReward.optional(),
  penaltyGate: shape.penaltyGate.optional(),
  stepBonus: shape.stepBonus.optional(),
  maxScoredSteps: shape.maxScoredSteps.optional(),
  scaleRewards: shape.scaleRewards.unwrap().optional(),
  lost: shape.lost.unwrap().optional(),
});
export type SettingChanges = z.infer<typeof settingChanges>;

/** Which stored responses are looked at. */
export const responseSelection = {
  selection: resultSelection.describe("imported results hold no responses and are left out"),
  arms: z
    .array(z.string())
    .max(64)
    .default([])
    .describe("keys of arms as GET /api/v1/results has them; none: all"),
  fromTrainStep: trainStep.optional(),
  toTrainStep: trainStep.optional().describe("included"),
};

/** Body of `POST /api/v1/what-if`. */
export const whatIfRequest = z.strictObject({
  ...responseSelection,
  changes: settingChanges.default({}),
  examples: z
    .int()
    .min(0)
    .max(100)
    .default(12)
    .describe("how many of the largest changes are told, each arm"),
});
export type WhatIfRequest = z.infer<typeof whatIfRequest>;

const moments = z.strictObject({ mean: z.number().nullable(), sd: z.number().nullable(), n: count });
const histogram = z.strictObject({
  edges: z.array(z.number()),
  before: z.array(count),
  after: z.array(count),
});
const signal = z.strictObject({
  groups: count.describe("complete groups"),
  withSignal: count,
  allEqual: count.describe("two or more rewards, all equal"),
  fewerThanTwo: count,
});
const unknownRewards = z.strictObject({
  all: count,
  outcome: count.describe("the answer could not be judged"),
  gate: count.describe("lost continuations leave the gate undetermined"),
  process: count.describe("no c_i is known"),
});
export const signChanges = z.strictObject({
  n: count.describe("responses with an advantage under both settings"),
  same: count,
  flipped: count,
  lost: count.describe("to 0"),
  gained: count.describe("from 0"),
  onlyBefore: count,
  onlyAfter: count,
});
export const rankAgreement = z.strictObject({
  pairs: count.describe("pairs of responses of one group with a reward under both settings"),
  concordant: count,
  discordant: count,
  tiedBoth: count,
  tiedBefore: count,
  tiedAfter: count,
  agreement: z.number().nullable(),
  tau: z.number().nullable().describe("Kendall's tau-b, pooled over groups"),
});
const both = <T extends z.ZodType>(value: T) => ({ before: value, after: value });

/** A response whose advantage changes much. */
export const whatIfExample = z.strictObject({
  traceId,
  runId,
  trainStep,
  advantage: z.strictObject(both(z.number())),
  reward: z.strictObject(both(z.number())),
  terms: z.array(
    z.strictObject({
      term: z.enum(["validity", "format", "outcome", "process", "bonus"]),
      ...both(z.number().nullable()),
    }),
  ),
});
export type WhatIfExample = z.infer<typeof whatIfExample>;

/** What stored responses rest on. */
export const responseBase = z.strictObject({
  arm: resultArm,
  runs: z.array(
    z.strictObject({
      runId,
      seed,
      status: runStatus,
      responses: count.describe("stored, in the train steps asked for"),
    }),
  ),
  trainSteps: z
    .strictObject({ from: trainStep, to: trainStep })
    .nullable()
    .describe("null: no response is stored"),
  traceSampling: z
    .number()
    .nullable()
    .describe("share of the groups whose responses the trainer kept; null where runs differ or do not say"),
});
export type ResponseBase = z.infer<typeof responseBase>;

export const storedHealth = z.strictObject({
  rewards: count.describe("responses whose stored reward was compared with a recomputed one"),
  rewardsDiffer: count,
  advantages: count,
  advantagesDiffer: count,
  traceIds: z.array(traceId).describe("some that differ"),
});
export type StoredHealth = z.infer<typeof storedHealth>;

export const unknownCounts = unknownRewards;
export const signalCounts = signal;

/** One arm under other settings. */
export const whatIfArm = z.strictObject({
  ...responseBase.shape,
  stored: whatIfSettings,
  settings: whatIfSettings.describe("stored ones with the changes"),
  responses: count,
  groups: count,
  incompleteGroups: count.describe("left out of advantages and signal"),
  withContinuations: count.describe("responses with at least one continuation requested"),
  rewards: z.strictObject({ ...both(moments), histogram }),
  advantages: z.strictObject({ ...both(moments), histogram }),
  signal: z.strictObject(both(signal)),
  unknown: z.strictObject(both(unknownRewards)),
  signs: signChanges,
  ranks: rankAgreement,
  examples: z.array(whatIfExample),
  health: storedHealth,
});
export type WhatIfArm = z.infer<typeof whatIfArm>;

/** An arm that cannot be rescored. */
export const leftOutArm = z.strictObject({
  ...responseBase.shape,
  reason: z
    .enum(["no-reward", "no-responses"])
    .describe("no-reward: trained without one (SFT); no-responses: none is stored here"),
});
export type LeftOutArm = z.infer<typeof leftOutArm>;

/** Answer of `POST /api/v1/what-if`. */
export const whatIfAnswer = z.strictObject({ arms: z.array(whatIfArm), leftOut: z.array(leftOutArm) });
export type WhatIfAnswer = z.infer<typeof whatIfAnswer>;

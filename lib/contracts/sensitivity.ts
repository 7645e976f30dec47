import { z } from "zod";
import { lostTreatment, whatIfSettings } from "./reward-config";
import { count } from "./scalars";
import {
  leftOutArm,
  rankAgreement,
  responseBase,
  responseSelection,
  settingChanges,
  signalCounts,
  signChanges,
  unknownCounts,
} from "./what-if";

/** Body of `POST /api/v1/sensitivity`. */
export const sensitivityRequest = z.strictObject({
  ...responseSelection,
  origin: z
    .enum(["train", "probe"])
    .default("train")
    .describe("probe: continuations drawn for looking only; such responses have no group and no advantage"),
  changes: settingChanges.default({}).describe("settings to start from instead of the arm's own"),
  forecasts: z
    .array(z.int().min(1).max(64))
    .max(4)
    .default([])
    .describe("numbers of continuations above M to forecast"),
  seed: z.int().min(0).max(2_147_483_647).default(1).describe("of the resampling"),
});
export type SensitivityRequest = z.infer<typeof sensitivityRequest>;

const share = z.number().min(0).max(1.000001);
const resampled = z.strictObject({
  value: z.number(),
  error: z.number().describe("Monte Carlo standard error"),
});

/** What M' continuations per trace step would have said of the same responses. */
export const continuationPoint = z.strictObject({
  continuations: count,
  kind: z.enum(["exact", "forecast"]),
  responses: count,
  short: count.describe(
    "of these, with fewer than M' returned of some trace step: exact: taken whole; forecast: filled up",
  ),
  leftOut: count.describe("with a reward, but nothing that could be redrawn"),
  gate: z
    .strictObject({ n: count, flips: share, passToFail: share, failToPass: share, passes: share })
    .nullable(),
  spread: z.strictObject({ rms: z.number(), most: z.number() }).nullable(),
  groups: count,
  groupsLeftOut: count,
  ranks: z.strictObject({ pairs: count, kept: share, reversed: share, tieChanged: share }).nullable(),
  centred: z.strictObject({ n: count, stored: z.number(), change: z.number() }).nullable(),
  resampled: z
    .strictObject({
      n: count,
      groups: count,
      draws: count,
      seed: count,
      method: z.string(),
      scale: z.enum(["group", "none"]),
      flipped: resampled,
      lostOrGained: resampled,
      change: resampled,
      withoutSignal: resampled,
    })
    .nullable(),
});
export type ContinuationPoint = z.infer<typeof continuationPoint>;

const variation = <T extends z.ZodType>(value: T) =>
  z.strictObject({
    value,
    gate: z.strictObject({ n: count, pass: count, fail: count, undetermined: count }),
    unknown: unknownCounts,
    signal: signalCounts,
    signs: signChanges,
    ranks: rankAgreement,
  });
const numberVariation = variation(z.number());
export type NumberVariation = z.infer<typeof numberVariation>;
const lostVariation = variation(lostTreatment);
export type LostVariation = z.infer<typeof lostVariation>;

/** How much one arm's stored rewards depend on M, tau, K_max and on what lost continuations are taken for. */
export const sensitivityArm = z.strictObject({
  ...responseBase.shape,
  settings: whatIfSettings,
  base: z.strictObject({
    responses: count,
    groups: count,
    incompleteGroups: count,
    continued: count,
    mostRequested: count,
    mostSteps: count,
    requested: count,
    returned: count,
    truncated: count,
  }),
  continuations: z.array(continuationPoint),
  tau: z.array(numberVariation),
  maxScoredSteps: z.array(numberVariation),
  lost: z.array(lostVariation),
});
export type SensitivityArm = z.infer<typeof sensitivityArm>;

/** Answer of `POST /api/v1/sensitivity`. */
export const sensitivityAnswer = z.strictObject({
  arms: z.array(sensitivityArm),
  leftOut: z.array(leftOutArm),
});
export type SensitivityAnswer = z.infer<typeof sensitivityAnswer>;

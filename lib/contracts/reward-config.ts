import { z } from "zod";

/**
 * How the parts of R are put together where training can do it (lib/rewards/schemes says each formula). `weighted` is the
 * method's own: the weights λ make it outcome-only, mixed or process-only.
 */
export const rewardScheme = z.enum(["weighted", "progress", "clipped", "process-if-correct"]);
export type RewardScheme = z.infer<typeof rewardScheme>;

/** The constants that every scheme shares. */
const constants = {
  lambdaOutcome: z.number().min(0).max(1).describe("λ outcome: weight of the answer being right"),
  lambdaProcess: z.number().min(0).max(1).describe("λ process: weight of the mean solvability R_proc"),
  alpha: z.number().min(0).max(10).describe("α: scale of the step bonus B(K)"),
  tau: z.number().min(0).max(1).describe("τ: gate on R_proc"),
  stepMin: z.int().min(1).max(64).describe("Kmin: fewest trace steps of a valid response"),
  stepMax: z.int().min(1).max(64).describe("Kmax format: most trace steps of a valid response"),
  lengthMin: z.int().min(0).max(1_000_000).describe("Lmin: shortest response that earns β, in tokens"),
  lengthMax: z.int().min(0).max(1_000_000).describe("Lmax: longest response that earns β, in tokens"),
  formatReward: z.number().min(0).max(10).describe("r1: paid for a valid format"),
  lengthReward: z.number().min(0).max(10).describe("β: paid for a length within [Lmin, Lmax]"),
  penaltyGate: z.boolean().describe("gate: -B(K) instead of a wrong answer's 0 or an R_proc below τ"),
  stepBonus: z.boolean().describe("step bonus: B(K) is added"),
  continuationsPerStep: z.int().min(1).max(64).describe("M: continuations per prefix"),
  maxScoredSteps: z.int().min(1).max(64).describe("K_max: trace steps that are scored"),
};

type Constants = z.infer<z.ZodObject<typeof constants>>;

/** Combinations that have no meaning, each refused at the field where it is mended. */
function checkConstants(c: Constants, ctx: z.RefinementCtx): void {
  const refuse = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
  if (Math.abs(c.lambdaOutcome + c.lambdaProcess - 1) > 1e-9)
    refuse("lambdaProcess", "λ outcome and λ process must add up to 1");
  if (c.penaltyGate && !c.stepBonus) refuse("stepBonus", "the gate pays -B(K), so it needs the step bonus");
  if (c.stepMax < c.stepMin) refuse("stepMax", "Kmax format must not be below Kmin");
  if (c.lengthMax < c.lengthMin) refuse("lengthMax", "Lmax must not be below Lmin");
}

/**
 * Every constant of the reward (method.md, "Reward of one response"). Names follow the golden files;
 * the paper's symbol stands in each description, from which the launch form draws its labels.
 */
export const rewardConfig = z
  .strictObject({
    ...constants,
    scheme: rewardScheme.default("weighted").describe("scheme: how the parts of R are put together"),
  })
  .superRefine(checkConstants);
export type RewardConfig = z.infer<typeof rewardConfig>;

/** The published settings (paper and shipped configuration). */
export const PAPER_REWARD: RewardConfig = {
  lambdaOutcome: 0,
  lambdaProcess: 1,
  alpha: 0.5,
  tau: 0.5,
  stepMin: 2,
  stepMax: 6,
  lengthMin: 280,
  lengthMax: 450,
  formatReward: 0.5,
  lengthReward: 0.5,
  penaltyGate: true,
  stepBonus: true,
  continuationsPerStep: 4,
  maxScoredSteps: 6,
  scheme: "weighted",
};

/**
 * Schemes of "What if": those that can be trained, the two ends of the weights by name (λ = 1, 0 and 0, 1 whatever the
 * weights say), and GDPO, which changes the advantages and not R, and is recomputed only.
 */
export const whatIfScheme = z.enum([
  "weighted",
  "outcome",
  "process",
  "progress",
  "clipped",
  "process-if-correct",
  "gdpo",
]);
export type WhatIfScheme = z.infer<typeof whatIfScheme>;

/** What lost continuations are taken for (statistics.md 12). */
export const lostTreatment = z.enum(["missing", "failures", "successes"]);
export type LostTreatment = z.infer<typeof lostTreatment>;

/** Everything that stored responses can be rescored under. */
export const whatIfSettings = z
  .strictObject({
    ...constants,
    scheme: whatIfScheme.default("weighted").describe("scheme: how the parts of R are put together"),
    scaleRewards: z
      .enum(["group", "batch", "none"])
      .default("group")
      .describe("what divides the advantage; GDPO has its own"),
    lost: lostTreatment.default("missing").describe("what lost continuations are taken for"),
  })
  .superRefine(checkConstants);
export type WhatIfSettings = z.infer<typeof whatIfSettings>;

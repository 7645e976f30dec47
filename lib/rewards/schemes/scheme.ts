import type { RewardConfig, WhatIfScheme } from "@/lib/contracts/reward-config";
import type { GateVerdict } from "@/lib/stats/solvability";
import type { ContinuationCounts } from "../step-counts";

/** The constants of the reward without the scheme that puts them together. */
export type SchemeConstants = Omit<RewardConfig, "scheme">;

/** What a scheme sees of one response of valid format. Unknown is null, never 0. */
export type SchemeFacts = {
  config: SchemeConstants;
  /** 1 right, 0 wrong. */
  outcome: number | null;
  /** Counts of trace steps 1..min(K, K_max); empty where no continuation was asked for. */
  scored: readonly ContinuationCounts[];
  /** R_proc: mean of the non-null c_i. */
  process: number | null;
  /** The gate's decision on R_proc and τ; "off" where there is no gate or nothing to look at. */
  gate: GateVerdict | "off";
  /** B(K). */
  bonus: number;
  /** c_0 of the response's group; null where nobody was graded or the group is not all there. */
  c0: number | null;
};

/**
 * One way to put the parts of R together: R = R_fmt + λ_outcome·outcome' + λ_process·proc' + B(K), where a scheme says
 * what proc' is and what the weights are. R_fmt, outcome' and B(K) are the method's in every scheme: a valid format pays
 * r1 + β, a wrong answer pays -B(K) under the gate, an invalid format earns 0.
 */
export type Scheme = {
  key: WhatIfScheme;
  title: string;
  /** Plain sentences: what it pays, what stays unknown, where it leaves its source. */
  description: string;
  source: string;
  /** proc' in LaTeX. */
  formula: string;
  /** Whether the trainer can train with it. */
  trainable: boolean;
  /** Whether a response needs its whole group for its own reward (c_0). */
  needsGroup: boolean;
  /** Whether the gate on R_proc decides over proc'. */
  gated: boolean;
  weights(config: SchemeConstants): { outcome: number; process: number };
  /** proc'; null where it is unknown, which leaves R unknown if λ_process > 0. */
  processPart(facts: SchemeFacts): number | null;
};

/** The weights as they are set. */
export function setWeights({ lambdaOutcome, lambdaProcess }: SchemeConstants) {
  return { outcome: lambdaOutcome, process: lambdaProcess };
}

/** The gate's price: -B(K), as a true zero where the bonus is 0. */
export function penaltyOf({ bonus }: Pick<SchemeFacts, "bonus">): number {
  return 0 - bonus;
}

/** `value` behind the gate: it counts where the gate passes or is off, -B(K) where it fails, unknown where undetermined. */
export function gatedBy(facts: SchemeFacts, value: number | null): number | null {
  if (facts.gate === "undetermined") return null;
  return facts.gate === "fail" ? penaltyOf(facts) : value;
}

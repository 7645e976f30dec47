import type { RewardConfig } from "@/lib/contracts/reward-config";
import { stepBonus } from "@/lib/stats/gate";
import type { GateVerdict } from "@/lib/stats/solvability";
import type { GroupOutcomes } from "./advantages";
import { gateDecision } from "./gate-decision";
import { SCHEMES } from "./schemes";
import type { Scheme, SchemeConstants, SchemeFacts } from "./schemes/scheme";
import { type ContinuationCounts, meanSolvabilityOf, scoredSteps } from "./step-counts";

/** What is known of one response when its reward is computed. */
export type RewardInput = {
  /** Whether the text is of the grammar (lib/traces); the bounds on K are checked here. */
  grammarValid: boolean;
  /** K: trace steps of the response. */
  stepCount: number;
  responseTokens: number;
  /** Whether the answer is right; null where nobody could tell (a verifier that ran out of time). */
  outcome: boolean | null;
  /** Counts of trace steps 1, 2, …; those past K_max are ignored. Empty where no continuation was sampled. */
  counts: readonly ContinuationCounts[];
  /** Outcomes of the response's group, behind c_0; only the scheme "progress" looks at them. */
  group?: GroupOutcomes | null;
};

/** Every part of R, in the names of the contract (lib/contracts/trace-event.ts). Unknown is null, never 0. */
export type RewardParts = {
  reward: number | null;
  format: number;
  formatValid: boolean;
  lengthValid: boolean;
  /** K where the format is valid, else 0. */
  stepCount: number;
  outcome: number | null;
  outcomeGated: number | null;
  process: number | null;
  processGated: number | null;
  stepBonus: number;
  /** "off": no gate, or nothing that it could look at. */
  gate: GateVerdict | "off";
};

/** Whether K lies within Kmin..Kmax_format; null if so, else which bound it breaks. */
export function stepCountFault(
  stepCount: number,
  config: Pick<RewardConfig, "stepMin" | "stepMax">,
): "too-few-steps" | "too-many-steps" | null {
  if (stepCount < config.stepMin) return "too-few-steps";
  return stepCount > config.stepMax ? "too-many-steps" : null;
}

/** B(K) as the configuration pays it; 0 where the bonus is off. */
export function bonusOf(stepCount: number, config: SchemeConstants): number {
  return config.stepBonus ? stepBonus(stepCount, config.stepMin, config.stepMax, config.alpha) : 0;
}

/**
 * R of one response and all its parts, exactly as method.md defines it, under the configuration's scheme.
 * The gate is decided on whole numbers and fractions; lost continuations leave it undetermined where they could turn it.
 * R is null (left out of the group's baseline) where a part with weight is unknown: the outcome, or proc' (an active gate
 * undetermined, all c_i null, and what the scheme adds to that).
 */
export function rewardOf(input: RewardInput, config: RewardConfig): RewardParts {
  return rewardScorer(config, SCHEMES[config.scheme])(input);
}

/** `rewardOf` for many responses under one configuration: what depends on that alone is worked out once. */
export function rewardScorer(config: SchemeConstants, scheme: Scheme): (input: RewardInput) => RewardParts {
  const decide = gateDecision(config);
  const weights = scheme.weights(config);
  return (input) => {
    const lengthValid = config.lengthMin <= input.responseTokens && input.responseTokens <= config.lengthMax;
    const outcome = input.outcome === null ? null : Number(input.outcome);
    if (!input.grammarValid || stepCountFault(input.stepCount, config) !== null)
      return invalidParts(lengthValid, outcome);
    const scored = scoredSteps(input.counts, input.stepCount, config);
    const bonus = bonusOf(input.stepCount, config);
    const process = meanSolvabilityOf(scored);
    const gate = scheme.gated ? decide(scored) : "off";
    const facts: SchemeFacts = { config, outcome, scored, process, gate, bonus, c0: shareOf(input.group) };
    const parts = {
      format: config.formatReward + (lengthValid ? config.lengthReward : 0),
      outcomeGated: config.penaltyGate && outcome === 0 ? 0 - bonus : outcome,
      processGated: scheme.processPart(facts),
      stepBonus: bonus,
    };
    return {
      reward: total(parts, weights),
      formatValid: true,
      lengthValid,
      stepCount: input.stepCount,
      outcome,
      process,
      gate,
      ...parts,
    };
  };
}

/** c_0 = right / graded; null of nobody. */
function shareOf(group: GroupOutcomes | null | undefined): number | null {
  return group && group.graded > 0 ? group.right / group.graded : null;
}

/** An invalid format earns 0 and samples no continuation; what the answer was worth stays known where it is. */
function invalidParts(lengthValid: boolean, outcome: number | null): RewardParts {
  return {
    reward: 0,
    format: 0,
    formatValid: false,
    lengthValid,
    stepCount: 0,
    outcome,
    outcomeGated: null,
    process: null,
    processGated: null,
    stepBonus: 0,
    gate: "off",
  };
}

function total(
  parts: Pick<RewardParts, "format" | "outcomeGated" | "processGated" | "stepBonus">,
  weights: { outcome: number; process: number },
): number | null {
  const outcome = weighted(weights.outcome, parts.outcomeGated);
  const process = weighted(weights.process, parts.processGated);
  if (outcome === null || process === null) return null;
  // The bonus meets the gated parts first: -B then cancels it exactly, and a group of failures has an SD of 0.
  return parts.format + (parts.stepBonus + outcome + process);
}

/** A weight of 0 makes an unknown part irrelevant; any other leaves the sum unknown. */
function weighted(weight: number, part: number | null): number | null {
  if (weight === 0) return 0;
  return part === null ? null : weight * part;
}

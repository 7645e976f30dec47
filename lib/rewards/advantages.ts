import { mean as meanOf, standardDeviation } from "@/lib/stats/moments";
import { newcombe } from "@/lib/stats/proportions";
import { type ContinuationCounts, solvability } from "./step-counts";

/** Keeps the division defined where a group's rewards are all equal; TRL's constant. */
export const ADVANTAGE_EPSILON = 1e-4;

/** The baseline of one group as trained with. */
export type GroupBaseline = {
  mean: number | null;
  /** With n - 1; null below two rewards. */
  sd: number | null;
  /** Responses with a reward. */
  n: number;
  /** One per response, in order; null where R is null (TRL logs 0 there) and where no baseline exists. */
  advantages: (number | null)[];
};

/**
 * groupAdvantage of each response of a group: (R - mean)/(SD + 1e-4), SD with n - 1, responses without a reward left
 * out of both. One reward alone: its advantage is 0 over any SD, so 0; none: all null.
 * @param scale "group" divides by the group's SD, "none" does not (TRL's scale_rewards)
 */
export function groupAdvantages(
  rewards: readonly (number | null)[],
  scale: "group" | "none" = "group",
): GroupBaseline {
  const known = rewards.filter((reward) => reward !== null);
  const mean = meanOf(known);
  const sd = standardDeviation(known);
  const divisor = scale === "none" ? 1 : (sd ?? 0) + ADVANTAGE_EPSILON;
  const advantages = rewards.map((reward) =>
    reward === null || mean === null ? null : (reward - mean) / divisor,
  );
  return { mean, sd, n: known.length, advantages };
}

/** c_0, before any step: right responses of a group's graded ones (an invalid format counts as wrong). */
export type GroupOutcomes = { right: number; graded: number };

/** a_i = c_i - c_{i-1} with Newcombe's 95% interval; nulls where either end is unknown. */
export type StepAdvantage = {
  /** i, from 1. */
  index: number;
  advantage: number | null;
  lo: number | null;
  hi: number | null;
  /** Samples behind c_{i-1} and c_i. */
  previousReturned: number;
  returned: number;
};

/**
 * stepAdvantage of each trace step. a_1 compares with c_0, whose m is the group's size; without c_0 it is unknown.
 * A step whose continuations were all lost leaves its own and the next advantage unknown. Always Newcombe: the plain
 * standard error is 0 at c = 0 and 1.
 */
export function stepAdvantages(
  counts: readonly ContinuationCounts[],
  groupOutcomes: GroupOutcomes | null,
  level = 0.95,
): StepAdvantage[] {
  const start = { k: groupOutcomes?.right ?? 0, n: groupOutcomes?.graded ?? 0 };
  const points = [start, ...counts.map(({ successes, returned }) => ({ k: successes, n: returned }))];
  return points.slice(1).map((point, i) => {
    const previous = points[i] ?? start;
    const { diff, lo, hi } = newcombe(point.k, point.n, previous.k, previous.n, level);
    return { index: i + 1, advantage: diff, lo, hi, previousReturned: previous.n, returned: point.n };
  });
}

/** Index (from 1) of the step with the lowest advantage below 0, the first of equals; null where nothing drops. */
export function largestDrop(advantages: readonly StepAdvantage[]): number | null {
  let lowest: StepAdvantage | null = null;
  for (const step of advantages) {
    if (step.advantage !== null && step.advantage < (lowest?.advantage ?? 0)) lowest = step;
  }
  return lowest?.index ?? null;
}

/** Mean solvability per step position over traces: mean of the non-null c_i and how many there are. */
export function meanByStep(
  traces: readonly (readonly ContinuationCounts[])[],
): { mean: number | null; n: number }[] {
  const longest = traces.reduce((most, steps) => Math.max(most, steps.length), 0);
  return Array.from({ length: longest }, (_, i) => {
    const known = traces.flatMap((steps) => {
      const step = steps[i];
      const c = step ? solvability(step) : null;
      return c === null ? [] : [c];
    });
    return { mean: meanOf(known), n: known.length };
  });
}

import type { Rescored } from "./rescored";
import { at } from "./response-table";

/** A part of R that can differ between two settings, with its weight in it. */
export type RewardTerm = "validity" | "format" | "outcome" | "process" | "bonus";

/** What one response's advantage became, and which terms of R made it so. */
export type Change = {
  /** Row in the table. */
  row: number;
  advantage: { before: number; after: number };
  reward: { before: number; after: number };
  /**
   * Terms of R (weight times part) that differ, largest difference first; null = unknown. Empty where the response's own R
   * is the same: its group's mean or SD changed, or how advantages are scaled.
   */
  terms: { term: RewardTerm; before: number | null; after: number | null }[];
};

/** Differences of a term up to this are the same number by another sum. */
const SAME = 1e-9;

/** The `count` rows whose advantage changes most, the largest first, equals in the order of the table. */
export function largestChanges(before: Rescored, after: Rescored, count: number): Change[] {
  return rowsOfLargest(before.advantages, after.advantages, count).map((row) => ({
    row,
    advantage: { before: at(before.advantages, row), after: at(after.advantages, row) },
    reward: { before: at(before.rewards, row), after: at(after.rewards, row) },
    terms: differingTerms(before, after, row),
  }));
}

/** A short sorted list that every row tries to enter: sorting all rows would cost more than everything else here. */
function rowsOfLargest(before: Float64Array, after: Float64Array, count: number): number[] {
  const best: { row: number; size: number }[] = [];
  if (count < 1) return [];
  before.forEach((x, row) => {
    const size = Math.abs((after[row] ?? Number.NaN) - x);
    if (!(size > SAME)) return;
    if (best.length === count && size <= (best.at(-1)?.size ?? 0)) return;
    const place = best.findIndex((each) => each.size < size);
    best.splice(place < 0 ? best.length : place, 0, { row, size });
    if (best.length > count) best.pop();
  });
  return best.map(({ row }) => row);
}

function differingTerms(before: Rescored, after: Rescored, row: number): Change["terms"] {
  const was = termsOf(before, row);
  const is = termsOf(after, row);
  return TERMS.map((term) => ({ term, before: was[term], after: is[term] }))
    .filter((each) => each.before !== each.after && !(Math.abs(differenceOf(each)) <= SAME))
    .sort((a, b) => rankOf(b) - rankOf(a));
}

const TERMS: readonly RewardTerm[] = ["validity", "format", "outcome", "process", "bonus"];

const differenceOf = (term: { before: number | null; after: number | null }) =>
  term.before === null || term.after === null ? Number.NaN : term.after - term.before;

/** What became known or unknown comes first: it is a change of another kind than a number's. */
function rankOf(term: { before: number | null; after: number | null }): number {
  const difference = Math.abs(differenceOf(term));
  return Number.isNaN(difference) ? Number.MAX_VALUE : difference;
}

function termsOf(scored: Rescored, row: number): Record<RewardTerm, number | null> {
  const valid = at(scored.formatValid, row) === 1;
  const weighted = (weight: number, part: number) => {
    if (weight === 0 || !valid) return 0;
    return Number.isNaN(part) ? null : weight * part;
  };
  return {
    validity: Number(valid),
    format: at(scored.format, row),
    outcome: weighted(scored.weights.outcome, at(scored.outcomeGated, row)),
    process: weighted(scored.weights.process, at(scored.processGated, row)),
    bonus: at(scored.stepBonus, row),
  };
}

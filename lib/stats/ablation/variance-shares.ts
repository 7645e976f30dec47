import { twoWay } from "../variance-components";

/** Where the variance of single answers comes from, as shares that add up to 1. */
export type VarianceShares = { seed: number; question: number; rest: number };

/**
 * Variance decomposition of one arm on one benchmark for the stacked strip: table[seed][question] of scores in [0, 1]
 * (question means where there are several decodes). `rest` is seed x question and decoding, which one decode cannot
 * tell apart. Null below two seeds or two questions, or where nothing varies.
 */
export function varianceShares(table: readonly (readonly number[])[]): VarianceShares | null {
  const { vSeed, vQuestion, vError } = twoWay(table);
  if (vSeed === null || vQuestion === null || vError === null) return null;
  const total = vSeed + vQuestion + vError;
  if (total === 0) return null;
  return { seed: vSeed / total, question: vQuestion / total, rest: vError / total };
}

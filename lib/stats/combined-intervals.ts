import { mean, sum } from "./moments";

type Known = { estimate: number; lo: number; hi: number };

/**
 * Mean of independent estimates, each with its own interval: method of variance estimates recovery (Zou and Donner 2008),
 * lo = m - √Σ(e_b - l_b)²/B, hi = m + √Σ(u_b - e_b)²/B. Keeps the asymmetry of Wilson's and Newcombe's intervals, of which
 * Newcombe's own is the case of a difference of two. Unit: that of the estimates. Of none: nulls.
 */
export function meanOfIntervals(
  parts: readonly Known[],
): { estimate: number; lo: number; hi: number } | null {
  const estimate = mean(parts.map((part) => part.estimate));
  if (estimate === null) return null;
  const reach = (pick: (part: Known) => number) =>
    Math.sqrt(sum(parts.map((part) => (part.estimate - pick(part)) ** 2))) / parts.length;
  return { estimate, lo: estimate - reach((part) => part.lo), hi: estimate + reach((part) => part.hi) };
}

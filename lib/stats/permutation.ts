import { choose } from "./distributions";
import { mean, sum } from "./moments";
import { randomStream } from "./random";

/** Splits or sign patterns that are enumerated; above it a caller must ask for Monte Carlo by name. */
export const MOST_ENUMERATED = 4_000_000;
/** Differences this close count as equal: sums in another order differ in the last bits. */
const SLACK = 1e-12;

/**
 * The smallest p an exact two-sample permutation test can reach: of C(n1+n2, n1) splits the observed one, and with
 * equal sizes its mirror image too. 3 v 3: .10, 4 v 4: .029, 5 v 5: .0079.
 */
export function twoSampleFloor(n1: number, n2: number): number {
  return Math.min(1, (n1 === n2 ? 2 : 1) / choose(n1 + n2, n1));
}

/** The smallest p an exact sign-flip test of n differences can reach: 2/2^n. */
export function signFlipFloor(n: number): number {
  return Math.min(1, 2 / 2 ** n);
}

/** Calls `visit` with the sum of every choice of `size` of the values. */
function eachSubsetSum(values: readonly number[], size: number, visit: (total: number) => void): void {
  const walk = (from: number, left: number, total: number): void => {
    if (left === 0) {
      visit(total);
      return;
    }
    for (let i = from; i <= values.length - left; i += 1) walk(i + 1, left - 1, total + (values[i] ?? 0));
  };
  walk(0, size, 0);
}

/**
 * Exact permutation test of |mean(a) - mean(b)|: all C(n1+n2, n1) splits, p = share of splits with a difference at
 * least as large (less 1e-12). Empty samples: p null. Throws RangeError above 4,000,000 splits.
 */
export function permutationTwoSample(a: readonly number[], b: readonly number[]) {
  const nPerms = choose(a.length + b.length, a.length);
  if (a.length === 0 || b.length === 0) return { p: null, nPerms, minP: null };
  if (nPerms > MOST_ENUMERATED) throw new RangeError(`${nPerms} splits are too many to enumerate`);
  const all = [...a, ...b];
  const total = sum(all);
  const distance = (part: number) => Math.abs(part / a.length - (total - part) / b.length);
  const observed = distance(sum(a)) - SLACK;
  let extreme = 0;
  eachSubsetSum(all, a.length, (part) => {
    if (distance(part) >= observed) extreme += 1;
  });
  return { p: extreme / nPerms, nPerms, minP: twoSampleFloor(a.length, b.length) };
}

/**
 * Exact sign-flip test of paired differences: all 2^n sign patterns, p = share with |mean| at least as large
 * (less 1e-12). No difference: p null. Throws RangeError above 21 differences.
 */
export function permutationSignFlip(d: readonly number[]) {
  const patterns = 2 ** d.length;
  if (d.length === 0) return { p: null, minP: null };
  if (patterns > MOST_ENUMERATED) throw new RangeError(`${patterns} sign patterns are too many to enumerate`);
  const observed = Math.abs(mean(d) ?? 0) - SLACK;
  let extreme = 0;
  const walk = (index: number, total: number): void => {
    if (index === d.length) {
      if (Math.abs(total) / d.length >= observed) extreme += 1;
      return;
    }
    walk(index + 1, total + (d[index] ?? 0));
    walk(index + 1, total - (d[index] ?? 0));
  };
  walk(0, 0);
  return { p: extreme / patterns, minP: signFlipFloor(d.length) };
}

/** Monte-Carlo p, never 0: (exceed + 1)/(R + 1) (Phipson and Smyth 2010); `exceed` of `resamples` were as extreme. */
export function monteCarloP(exceed: number, resamples: number): number {
  return (exceed + 1) / (resamples + 1);
}

/**
 * Monte-Carlo sign-flip test for more differences than can be enumerated. The seed belongs to the result:
 * export it with the p value.
 */
export function permutationSignFlipMonteCarlo(d: readonly number[], seed: number, resamples = 9_999) {
  if (d.length === 0) return { p: null, resamples, seed };
  const stream = randomStream(seed);
  const observed = Math.abs(sum(d)) - SLACK * d.length;
  let exceed = 0;
  for (let r = 0; r < resamples; r += 1) {
    let total = 0;
    for (const value of d) total += stream.below(2) === 0 ? value : -value;
    if (Math.abs(total) >= observed) exceed += 1;
  }
  return { p: monteCarloP(exceed, resamples), resamples, seed };
}

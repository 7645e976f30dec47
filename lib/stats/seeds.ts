import { tCritical, tTwoSidedP } from "./distributions";
import { correlation, differences, mean, standardDeviation, variance } from "./moments";
import { decimalRational } from "./rational";

/** A mean over seeds with its t interval; the nulls of S = 1 say that retraining noise is unknown. */
export type TInterval = {
  n: number;
  mean: number | null;
  sd: number | null;
  se: number | null;
  lo: number | null;
  hi: number | null;
};

/**
 * Mean ± t(1-α/2, S-1) · sd/√S of per-seed values, sd with S-1: the primary interval of an arm on a fixed question
 * set. Unit: that of the values. Not clipped to [0, 1]; S = 1 has a mean only, S = 0 nothing.
 */
export function tInterval(values: readonly number[], conf = 0.95): TInterval {
  const n = values.length;
  const centre = mean(values);
  const sd = standardDeviation(values);
  if (centre === null || sd === null) return { n, mean: centre, sd: null, se: null, lo: null, hi: null };
  const se = sd / Math.sqrt(n);
  const half = tCritical(conf, n - 1) * se;
  return { n, mean: centre, sd, se, lo: centre - half, hi: centre + half };
}

/** A difference of two means with its test; null where the seeds do not allow it. */
export type DifferenceTest = {
  diff: number | null;
  se: number | null;
  df: number | null;
  t: number | null;
  p: number | null;
  lo: number | null;
  hi: number | null;
};

/** Standard errors below this part of the largest value are rounding: 0.4 - 0.3 and 0.3 - 0.2 differ by 6e-17. */
const ROUNDING = 1e-12;

/** Whether a standard error is nothing but rounding of `values`. */
function isRounding(se: number, values: readonly number[]): boolean {
  return se <= ROUNDING * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

function testOf(
  diff: number,
  se: number,
  df: number,
  conf: number,
  values: readonly number[],
): DifferenceTest {
  // No spread at all in the seeds: the difference is known, its noise is not. No t, no p, no interval.
  if (isRounding(se, values)) return { diff, se: 0, df: null, t: null, p: null, lo: null, hi: null };
  const half = tCritical(conf, df) * se;
  const t = diff / se;
  return { diff, se, df, t, p: tTwoSidedP(t, df), lo: diff - half, hi: diff + half };
}

/**
 * Welch's t test of mean(a) - mean(b) over seed accuracies, df by Satterthwaite: a claim about two methods whose
 * seeds share nothing. An arm below two seeds, or seeds without any spread, leave se/df/t/p/lo/hi null.
 */
export function welch(a: readonly number[], b: readonly number[], conf = 0.95): DifferenceTest {
  const meanA = mean(a);
  const meanB = mean(b);
  const diff = meanA === null || meanB === null ? null : meanA - meanB;
  const varianceA = variance(a);
  const varianceB = variance(b);
  if (diff === null || varianceA === null || varianceB === null)
    return { diff, se: null, df: null, t: null, p: null, lo: null, hi: null };
  const partA = varianceA / a.length;
  const partB = varianceB / b.length;
  const df = (partA + partB) ** 2 / (partA ** 2 / (a.length - 1) + partB ** 2 / (b.length - 1));
  return testOf(diff, Math.sqrt(partA + partB), df, conf, [...a, ...b]);
}

/**
 * t test of the differences a_s - b_s of arms that share their warm-ups seed by seed, df = S - 1.
 * Throws RangeError where the lists are not of one length.
 */
export function pairedT(a: readonly number[], b: readonly number[], conf = 0.95): DifferenceTest {
  const each = differences(a, b);
  const { mean: diff, se } = tInterval(each, conf);
  if (diff === null || se === null) return { diff, se: null, df: null, t: null, p: null, lo: null, hi: null };
  return testOf(diff, se, each.length - 1, conf, [...a, ...b]);
}

/**
 * Difference of two checkpoints on the same questions (values averaged over seeds, one per question): mean of d_j,
 * t interval with n - 1, the correlation that pairing uses, and the standard error without pairing for contrast.
 * Says nothing about retraining.
 */
export function pairedDifference(a: readonly number[], b: readonly number[], conf = 0.95) {
  const { mean: diff, se, lo, hi } = tInterval(differences(a, b), conf);
  const varianceA = variance(a);
  const varianceB = variance(b);
  const seUnpaired =
    varianceA === null || varianceB === null ? null : Math.sqrt((varianceA + varianceB) / a.length);
  return { diff, se, lo, hi, corr: correlation(a, b), seUnpaired };
}

/** Enumeration of multisets stays below a second up to here (C(23, 11) of them). */
const MOST_SEEDS = 12;

/** Every multiset of S draws from the values with the number of the S^S orderings it stands for. */
function* resampleMeans(values: readonly number[]): Generator<{ mean: number; weight: number }> {
  const size = values.length;
  function* from(
    index: number,
    left: number,
    total: number,
    weight: number,
  ): Generator<{ mean: number; weight: number }> {
    const value = values[index] ?? 0;
    if (index === size - 1) {
      yield { mean: (total + left * value) / size, weight };
      return;
    }
    // weight counts the orderings: choosing `times` of the `left` places for this value multiplies it.
    let ways = 1;
    for (let times = 0; times <= left; times += 1) {
      yield* from(index + 1, left - times, total + times * value, weight * ways);
      ways = (ways * (left - times)) / (times + 1);
    }
  }
  yield* from(0, size, 0, 1);
}

/**
 * The percentile bootstrap over seeds in its limit of infinitely many resamples: all S^S of them, inverted-CDF
 * quantiles; se* = √(mean((x-mean)²)/S). Only beside the t interval: it covers 50, 75, 85, 90% at S = 2, 3, 5, 10.
 * Throws RangeError above 12 seeds.
 */
export function bootstrapSeedsExact(values: readonly number[], conf = 0.95) {
  const size = values.length;
  if (size > MOST_SEEDS)
    throw new RangeError(`${size} seeds are too many to enumerate (${MOST_SEEDS} at most)`);
  const centre = mean(values);
  if (centre === null) return { seStar: null, lo: null, hi: null, nResamples: 0 };
  const resamples = [...resampleMeans(values)].sort((a, b) => a.mean - b.mean);
  const nResamples = size ** size;
  const level = decimalRational(conf);
  const quantile = (numerator: bigint) => {
    // The smallest count c with c / S^S >= numerator / (2 denominator), in whole numbers.
    const twice = 2n * level.denominator;
    const needed = Number((numerator * BigInt(nResamples) + twice - 1n) / twice);
    let seen = 0;
    for (const { mean: value, weight } of resamples) {
      seen += weight;
      if (seen >= needed) return value;
    }
    return resamples.at(-1)?.mean ?? centre;
  };
  const spread = values.reduce((total, value) => total + (value - centre) ** 2, 0) / size;
  return {
    seStar: Math.sqrt(spread / size),
    lo: quantile(level.denominator - level.numerator),
    hi: quantile(level.denominator + level.numerator),
    nResamples,
  };
}

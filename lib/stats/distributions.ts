import betaCdfOf from "@stdlib/stats-base-dists-beta-cdf";
import betaQuantileOf from "@stdlib/stats-base-dists-beta-quantile";
import normalCdfOf from "@stdlib/stats-base-dists-normal-cdf";
import normalQuantileOf from "@stdlib/stats-base-dists-normal-quantile";
import tCdfOf from "@stdlib/stats-base-dists-t-cdf";
import tQuantileOf from "@stdlib/stats-base-dists-t-quantile";

/*
 * The special functions that everything else in lib/stats rests on. The @stdlib packages were chosen by
 * accuracy, tails included (statistics.md, "Numerics"); no other file imports them.
 */

/** P(X <= x) of Beta(a, b), a and b > 0. */
export function betaCdf(x: number, a: number, b: number): number {
  return betaCdfOf(x, a, b);
}

/** The x with P(X <= x) = p of Beta(a, b), a and b > 0. */
export function betaQuantile(p: number, a: number, b: number): number {
  return betaQuantileOf(p, a, b);
}

/** P(T <= t) of Student's t with `df` > 0 degrees of freedom (fractions allowed). */
export function tCdf(t: number, df: number): number {
  return tCdfOf(t, df);
}

/** The t with P(T <= t) = p of Student's t with `df` > 0 degrees of freedom. */
export function tQuantile(p: number, df: number): number {
  return tQuantileOf(p, df);
}

/** P(Z <= z) of the standard normal. */
export function normalCdf(z: number): number {
  return normalCdfOf(z, 0, 1);
}

/** Below it the library's quantile loses digits (1e-9 relative at p = 1e-10) and is minus infinity from 1e-17 down. */
const NORMAL_TAIL = 1e-5;

/** The z with P(Z <= z) = p of the standard normal; relative error below 1e-12 down to p = 1e-300. */
export function normalQuantile(p: number): number {
  if (p > 0 && p < NORMAL_TAIL) return normalTailQuantile(p);
  const upper = 1 - p;
  return upper > 0 && upper < NORMAL_TAIL ? -normalTailQuantile(upper) : normalQuantileOf(p, 0, 1);
}

/** Newton's method on ln P(Z <= z) = ln p, from the first terms of the tail's asymptotic series. */
function normalTailQuantile(p: number): number {
  const target = Math.log(p);
  let z = -Math.sqrt(-2 * target - Math.log(2 * Math.PI) - Math.log(-2 * target));
  for (let i = 0; i < 6; i += 1) {
    const below = normalCdf(z);
    const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
    z -= ((Math.log(below) - target) * below) / density;
  }
  return z;
}

/** Two-sided critical values: z with P(|Z| <= z) = conf. */
export function normalCritical(conf: number): number {
  return -normalQuantile((1 - conf) / 2);
}

/** t with P(|T| <= t) = conf at `df` degrees of freedom. */
export function tCritical(conf: number, df: number): number {
  return -tQuantile((1 - conf) / 2, df);
}

/** Two-sided p of a t statistic; the lower tail is used, since 1 - CDF loses the small ones. */
export function tTwoSidedP(t: number, df: number): number {
  return 2 * tCdf(-Math.abs(t), df);
}

/** Coefficients B_2k / (2k (2k - 1)) of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];

/** ln Γ(x), x > 0: Stirling's series at x + n >= 15, brought down by the recurrence. Absolute error about 1e-14 near 1. */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 15; z += 1) shift += Math.log(z);
  let series = 0;
  let power = 1 / z;
  for (const coefficient of STIRLING) {
    series += coefficient * power;
    power /= z * z;
  }
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/** ln B(a, b), a and b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** ln of the binomial coefficient n over k; -Infinity where 0 <= k <= n does not hold. */
export function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/** Binomial coefficient n over k as a float: exact while it stays below 2^53, 0 where 0 <= k <= n does not hold. */
export function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let value = 1;
  for (let i = 1; i <= Math.min(k, n - k); i += 1) value = (value * (n - Math.min(k, n - k) + i)) / i;
  return value;
}

/** P(X = k) of Bin(n, p). */
export function binomialPmf(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  if (n <= 50) return choose(n, k) * p ** k * (1 - p) ** (n - k);
  return Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** P(X <= k) of Bin(n, p), by the incomplete beta function. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : betaCdf(1 - p, n - k, k + 1);
}

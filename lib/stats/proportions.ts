import { betaQuantile, logBeta, normalCritical } from "./distributions";

/** Two bounds of an interval, both null where there is nothing to say. */
export type Interval = { lo: number | null; hi: number | null };

/** A share with its interval. `k` successes of `n`. */
export type ShareInterval = Interval & { p: number | null };

const clip = (value: number) => Math.min(1, Math.max(0, value));

function wilsonBounds(k: number, n: number, conf: number): { p: number; lo: number; hi: number } {
  const p = k / n;
  const z2 = normalCritical(conf) ** 2;
  const scale = 1 + z2 / n;
  const centre = (p + z2 / (2 * n)) / scale;
  const half = Math.sqrt(z2 * ((p * (1 - p)) / n + z2 / (4 * n * n))) / scale;
  // Exactly 0 and 1 at the ends: rounding would otherwise leave 1e-17 there.
  return { p, lo: k === 0 ? 0 : clip(centre - half), hi: k === n ? 1 : clip(centre + half) };
}

/**
 * Wilson's score interval, the default for one run on n questions and for one c_i.
 * centre = (p + z²/2n)/(1 + z²/n), half = z/(1 + z²/n) √(p(1-p)/n + z²/4n²), clipped to [0, 1].
 * Source: Wilson 1927; Brown, Cai, DasGupta 2001. n = 0 gives nulls.
 */
export function wilson(k: number, n: number, conf = 0.95): ShareInterval {
  return n === 0 ? { p: null, lo: null, hi: null } : wilsonBounds(k, n, conf);
}

/**
 * Clopper-Pearson's interval: never covers less than `conf`, therefore wide.
 * lo = qbeta(α/2, k, n-k+1), 0 at k = 0; hi = qbeta(1-α/2, k+1, n-k), 1 at k = n. n = 0 gives [0, 1].
 */
export function clopperPearson(k: number, n: number, conf = 0.95): { lo: number; hi: number } {
  const tail = (1 - conf) / 2;
  return {
    lo: k === 0 ? 0 : betaQuantile(tail, k, n - k + 1),
    hi: k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k),
  };
}

/**
 * Jeffreys' interval: equal tails of Beta(k+½, n-k+½), lo = 0 at k = 0 and hi = 1 at k = n
 * (Brown, Cai, DasGupta 2001). n = 0 gives [0, 1].
 */
export function jeffreys(k: number, n: number, conf = 0.95): { lo: number; hi: number } {
  const tail = (1 - conf) / 2;
  return {
    lo: k === 0 ? 0 : betaQuantile(tail, k + 0.5, n - k + 0.5),
    hi: k === n ? 1 : betaQuantile(1 - tail, k + 0.5, n - k + 0.5),
  };
}

/** Posterior mean and equal-tailed interval of a share under a Beta(a, b) prior, uniform unless said (Bowyer 2025). */
export function betaPosterior(
  k: number,
  n: number,
  conf = 0.95,
  prior: readonly [number, number] = [1, 1],
): { mean: number; lo: number; hi: number } {
  const a = k + prior[0];
  const b = n - k + prior[1];
  const tail = (1 - conf) / 2;
  return { mean: a / (a + b), lo: betaQuantile(tail, a, b), hi: betaQuantile(1 - tail, a, b) };
}

/**
 * Newcombe's interval of p1 - p2 of independent samples (hybrid Wilson, 1998 method 10): for different question
 * sets, published counts, and step advantages. lo = d - √((p1-l1)² + (u2-p2)²), hi = d + √((u1-p1)² + (p2-l2)²).
 * A sample of size 0 gives nulls.
 */
export function newcombe(
  k1: number,
  n1: number,
  k2: number,
  n2: number,
  conf = 0.95,
): Interval & { diff: number | null } {
  if (n1 === 0 || n2 === 0) return { diff: null, lo: null, hi: null };
  const first = wilsonBounds(k1, n1, conf);
  const second = wilsonBounds(k2, n2, conf);
  const diff = first.p - second.p;
  return {
    diff,
    lo: diff - Math.hypot(first.p - first.lo, second.hi - second.p),
    hi: diff + Math.hypot(first.hi - first.p, second.p - second.lo),
  };
}

/**
 * Bonett and Price's interval (2012) of a paired difference of shares: of n questions b were right only under A and
 * c only under B. Centre (b-c)/(n+2) from p12 = (b+1)/(n+2), p21 = (c+1)/(n+2); the estimate shown is (b-c)/n.
 * Not clipped: near ±1 a bound may lie beyond it. n = 0 gives nulls.
 */
export function pairedProportionInterval(
  b: number,
  c: number,
  n: number,
  conf = 0.95,
): Interval & { diff: number | null } {
  if (n === 0) return { diff: null, lo: null, hi: null };
  const p12 = (b + 1) / (n + 2);
  const p21 = (c + 1) / (n + 2);
  const centre = p12 - p21;
  const half = normalCritical(conf) * Math.sqrt((p12 + p21 - centre ** 2) / (n + 2));
  return { diff: (b - c) / n, lo: centre - half, hi: centre + half };
}

/**
 * P(θ1 > θ2) for independent Beta(k+1, n-k+1) posteriors, by the finite sum
 * Σ_{i=0}^{k1} B(k2+1+i, b1+b2) / ((b1+i) B(1+i, b1) B(k2+1, b2)) with b = n-k+1. Exact for counts, n = 0 included.
 */
export function betaSuperiority(k1: number, n1: number, k2: number, n2: number): number {
  const b1 = n1 - k1 + 1;
  const b2 = n2 - k2 + 1;
  const fixed = logBeta(k2 + 1, b2);
  let total = 0;
  for (let i = 0; i <= k1; i += 1) {
    total += Math.exp(logBeta(k2 + 1 + i, b1 + b2) - Math.log(b1 + i) - logBeta(1 + i, b1) - fixed);
  }
  return clip(total);
}

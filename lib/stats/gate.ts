import { convolveAll, tailFrom } from "./convolution";
import { betaCdf, binomialPmf, choose, logBeta, logChoose } from "./distributions";
import { addRationals, ceilTimes, compareRationals, decimalRational, exactTimes } from "./rational";

/** ">=" is the method's gate: R_proc = tau passes. ">" is kept to show what the tie decides. */
export type GateRule = ">=" | ">";

/** Distribution of the successes of n continuations of probability p. */
export function binomialDistribution(n: number, p: number): number[] {
  return Array.from({ length: n + 1 }, (_, k) => binomialPmf(k, n, p));
}

/** Fewest successes of `continuations` that pass the gate: the smallest s with s >= (or >) tau · continuations. */
export function leastSuccesses(tau: number, continuations: number, rule: GateRule = ">="): number {
  const tie = exactTimes(tau, continuations);
  return rule === ">" && tie !== null ? tie + 1 : ceilTimes(tau, continuations);
}

/** Whether the mean of decimal numbers reaches tau under the rule, without floats. */
function meanPasses(values: readonly number[], tau: number, rule: GateRule): boolean {
  const bound = decimalRational(tau);
  const order = compareRationals(addRationals(values.map(decimalRational)), {
    numerator: bound.numerator * BigInt(values.length),
    denominator: bound.denominator,
  });
  return rule === ">=" ? order >= 0 : order > 0;
}

/**
 * What the gate does to steps whose true solvabilities are `p`, with `continuations` each: P(pass) by the
 * Poisson-binomial, P(wrong) = P(fail) where mean(p) deserves to pass and P(pass) where it does not, and P(tie) =
 * P(sum = tau·K·M), 0 where that is no whole count. p in [0, 1]; tau = 0 always passes under ">=". Thresholds are exact:
 * tau is the decimal it was written as.
 */
export function gateProbabilities(
  p: readonly number[],
  continuations: number,
  tau: number,
  rule: GateRule = ">=",
) {
  const total = p.length * continuations;
  const minSuccesses = leastSuccesses(tau, total, rule);
  const pmf = convolveAll(p.map((each) => binomialDistribution(continuations, each)));
  const pPass = tailFrom(pmf, minSuccesses);
  const tie = exactTimes(tau, total);
  const pWrong = meanPasses(p, tau, rule) ? 1 - pPass : pPass;
  return { minSuccesses, pPass, pWrong, pTie: tie === null ? 0 : (pmf[tie] ?? 0) };
}

/** Step bonus B(K) = α √(clip((K - Kmin)/(Kmax - Kmin), 0, 1)); Kmax = Kmin gives 0. */
export function stepBonus(k: number, kMin: number, kMax: number, alpha: number): number {
  if (kMax <= kMin) return 0;
  return alpha * Math.sqrt(Math.min(1, Math.max(0, (k - kMin) / (kMax - kMin))));
}

/**
 * How much the gate amplifies continuation noise: mean and SD of proc' (R_proc if it passes, else -B) over K steps of
 * equal solvability p, beside the SD of R_proc without a gate.
 */
export function gatedReward(input: {
  p: number;
  K: number;
  M: number;
  tau: number;
  alpha: number;
  kMin: number;
  kMax: number;
}) {
  const total = input.K * input.M;
  const bonus = stepBonus(input.K, input.kMin, input.kMax, input.alpha);
  const least = leastSuccesses(input.tau, total);
  const pmf = binomialDistribution(total, input.p);
  const value = (successes: number) => (successes >= least ? successes / total : -bonus);
  const average = pmf.reduce((sum, weight, s) => sum + weight * value(s), 0);
  const spread = pmf.reduce((sum, weight, s) => sum + weight * (value(s) - average) ** 2, 0);
  return {
    B: bonus,
    mean: average,
    sd: Math.sqrt(spread),
    sdUngated: Math.sqrt((input.p * (1 - input.p)) / total),
  };
}

/**
 * P(p >= tau | k of m) = 1 - I_tau(k+a, m-k+b): how sure one c_i is about lying above tau. Prior Jeffreys (½, ½) or
 * empirical Bayes. Computed as the other tail, so that small values keep their digits.
 */
export function posteriorGate(k: number, m: number, tau: number, a = 0.5, b = 0.5): number {
  return betaCdf(1 - tau, m - k + b, k + a);
}

/** Distribution of the successes of n continuations whose solvability is Beta(a, b). */
export function betaBinomialDistribution(n: number, a: number, b: number): number[] {
  return Array.from({ length: n + 1 }, (_, j) => {
    return Math.exp(logChoose(n, j) + logBeta(a + j, b + n - j) - logBeta(a, b));
  });
}

/**
 * Forecast of the gate at M2 > M continuations of one step: M2 - M new ones are Beta-binomial given k of M and the
 * prior (a, b). A model, and to be labelled one. Throws RangeError for M2 < M (that is `hypergeometric`, and exact).
 */
export function predictivePass(k: number, m: number, m2: number, tau: number, a = 0.5, b = 0.5): number {
  if (m2 < m) throw new RangeError("a forecast needs M2 >= M; fewer continuations are known exactly");
  return tailFrom(betaBinomialDistribution(m2 - m, a + k, b + m - k), leastSuccesses(tau, m2) - k);
}

/**
 * Curtailed sampling of one step: stop once s* = ceil(tau·M) successes or M - s* + 1 failures are seen. The decision is
 * that of all M; E[N] by the sum over stopping paths. The stopped c_i is biased: never a reward.
 */
export function curtailed(p: number, m: number, tau: number): { expectedRollouts: number; pPass: number } {
  const successes = leastSuccesses(tau, m);
  const failures = m - successes + 1;
  const pPass = tailFrom(binomialDistribution(m, p), successes);
  if (successes <= 0 || failures <= 0) return { expectedRollouts: 0, pPass };
  let expected = 0;
  for (let n = 1; n <= m; n += 1) {
    // The n-th continuation is the deciding success, or the deciding failure.
    const bySuccess = choose(n - 1, successes - 1) * p ** successes * (1 - p) ** (n - successes);
    const byFailure = choose(n - 1, failures - 1) * (1 - p) ** failures * p ** (n - failures);
    expected += n * ((n >= successes ? bySuccess : 0) + (n >= failures ? byFailure : 0));
  }
  return { expectedRollouts: expected, pPass };
}

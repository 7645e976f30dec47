import { fisher } from "./contingency";
import { mean } from "./moments";
import { newcombe } from "./proportions";
import { meanReaches } from "./rational";

/** One trace step's counts: k successes among `returned` of `requested` continuations. */
export type StepCounts = { k: number; returned: number; requested: number };

/**
 * Mean solvability of a trace over the steps with a returned continuation, and its measurement error given the prefixes:
 * se² = Σ c(1-c)/(m-1)/K², unbiased for independent continuations. A step with one continuation has no error estimate:
 * se null. No step at all: nulls.
 */
export function meanSolvability(k: readonly number[], m: readonly number[]) {
  const steps = k.map((successes, i) => ({ k: successes, m: m[i] ?? 0 })).filter((step) => step.m > 0);
  const average = mean(steps.map((step) => step.k / step.m));
  if (average === null || steps.some((step) => step.m < 2)) return { mean: average, se: null };
  const error = steps.reduce((total, step) => total + sampleError(step.k, step.m), 0);
  return { mean: average, se: Math.sqrt(error) / steps.length };
}

/** Unbiased variance of one measured c = k/m, m >= 2. */
function sampleError(k: number, m: number): number {
  return ((k / m) * (1 - k / m)) / (m - 1);
}

/**
 * Step advantage a = c_i - c_{i-1} of equal m, with its standard error (0 at the ends, a false certainty: show the
 * Newcombe interval), the covariance with the next advantage, and Fisher's p. m < 2: no se and no covariance.
 */
export function stepAdvantageOf(kPrev: number, k: number, m: number, conf = 0.95) {
  const { diff: a, lo, hi } = newcombe(k, m, kPrev, m, conf);
  const pFisher = fisher(k, m - k, kPrev, m - kPrev);
  if (m < 2) return { a, se: null, covNext: null, lo, hi, pFisher };
  const se = Math.sqrt(sampleError(k, m) + sampleError(kPrev, m));
  return { a, se, covNext: -sampleError(k, m), lo, hi, pFisher };
}

/**
 * How often "the first step with c = 0 is the first error" fires although every step is solvable:
 * P(c_i = 0) = (1-p_i)^M, first at i, at any step, at none; p_i true solvabilities in [0, 1], continuations independent.
 * p_i = 1 never fires, p_i = 0 surely; of no step: never.
 */
export function falseZero(p: readonly number[], continuations: number) {
  const zero = p.map((each) => (1 - each) ** continuations);
  let clean = 1;
  const firstAt = zero.map((chance) => {
    const first = clean * chance;
    clean *= 1 - chance;
    return first;
  });
  return { zero, firstAt, any: 1 - clean, none: clean };
}

/** pass and fail hold for every way the lost continuations could have ended; undetermined depends on them. */
export type GateVerdict = "pass" | "fail" | "undetermined";

/**
 * Lost continuations: c = k/returned (null if none returned), the mean over known steps, its bounds were all lost ones
 * failures [Σk/m] or successes [Σ(k+m-r)/m], the gate's verdict over those bounds, and what the published code computes
 * (nothing returned = 0). No step, or a step that requested nothing: bounds null, undetermined.
 */
export function missingContinuations(steps: readonly StepCounts[], tau: number) {
  const c = steps.map(({ k, returned }) => (returned === 0 ? null : k / returned));
  const known = c.filter((value) => value !== null);
  const low = steps.map(({ k, requested }) => ({ k, n: requested }));
  const high = steps.map(({ k, returned, requested }) => ({ k: k + requested - returned, n: requested }));
  const bounded = steps.length > 0 && steps.every(({ requested }) => requested > 0);
  const share = (list: readonly { k: number; n: number }[]) =>
    bounded ? mean(list.map(({ k, n }) => k / n)) : null;
  let gate: GateVerdict = "undetermined";
  if (bounded && meanReaches(low, tau)) gate = "pass";
  else if (bounded && !meanReaches(high, tau)) gate = "fail";
  return {
    c,
    mean: mean(known),
    lo: share(low),
    hi: share(high),
    asReferenceCode: mean(c.map((value) => value ?? 0)),
    gate,
  };
}

/**
 * Tokens of the continuations of one response of L tokens in K equal steps, M each, answer tail La:
 * M Σ_i (L(1 - i/K) + La). `overhead` is per token of the response with its answer. A planning figure: report measured
 * tokens and seconds.
 */
export function rolloutCost(K: number, M: number, L: number, La: number) {
  const extraTokens = M * ((L * (K - 1)) / 2 + K * La);
  return { extraTokens, overhead: L + La === 0 ? null : extraTokens / (L + La) };
}

import { convolveAll, tailFrom } from "./convolution";
import { choose, logChoose } from "./distributions";
import { type GateRule, leastSuccesses } from "./gate";
import { compareMean } from "./rational";

/** Distribution of the successes among `draws` of `m` stored continuations with k successes, without replacement. */
export function hypergeometricDistribution(k: number, m: number, draws: number): number[] {
  const ways = (n: number, j: number) => (m <= 50 ? choose(n, j) : Math.exp(logChoose(n, j)));
  return Array.from({ length: draws + 1 }, (_, j) => (ways(k, j) * ways(m - k, draws - j)) / ways(m, draws));
}

/**
 * What fewer continuations would have said of one step, exactly: k of M stored, M2 <= M drawn without replacement.
 * mean = k/M, var(c) = c(1-c)/M2 · (M-M2)/(M-1), pPass = P(j >= ceil(tau·M2)).
 * Throws RangeError for M2 > M or M2 < 1: stored continuations cannot say.
 */
export function hypergeometric(k: number, m: number, m2: number, tau: number) {
  if (m2 > m || m2 < 1) throw new RangeError(`${m2} of ${m} continuations cannot be drawn`);
  const c = k / m;
  const pmf = hypergeometricDistribution(k, m, m2);
  const varC = m2 === m ? 0 : (((c * (1 - c)) / m2) * (m - m2)) / (m - 1);
  return { pmf, mean: c, varC, pPass: tailFrom(pmf, leastSuccesses(tau, m2)) };
}

/**
 * The gate of a whole trace at M2 continuations per step, drawn from the stored ones: exact, hypergeometric per step and
 * convolved. pFlip = P(another decision than all stored continuations gave). Steps may have lost some (unequal m >= M2).
 * It does not say what training with M2 would have given; only retraining does.
 */
export function subsampleGate(
  steps: readonly { k: number; m: number }[],
  m2: number,
  tau: number,
  rule: GateRule = ">=",
): { passFull: boolean; pPass: number; pFlip: number } {
  const order = compareMean(
    steps.map(({ k, m }) => ({ k, n: m })),
    tau,
  );
  const passFull = rule === ">=" ? order >= 0 : order > 0;
  const pmf = convolveAll(steps.map(({ k, m }) => hypergeometric(k, m, m2, tau).pmf));
  const pPass = tailFrom(pmf, leastSuccesses(tau, steps.length * m2, rule));
  return { passFull, pPass, pFlip: passFull ? 1 - pPass : pPass };
}

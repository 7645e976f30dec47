import { betaQuantile, logChoose } from "./distributions";
import { mean, variance } from "./moments";

/** Keeps the fitted prior proper where the moments give a spread of 0 or of the whole range. */
const EDGE = 1e-6;

const NOTHING = { rho: null, a: null, b: null, posteriorMean: null, loglik: null, lo0: null, hi0: null };

/**
 * Shrinkage of c_i by a Beta(a, b) prior fitted by moments to steps with equal m: rho = (s² - μ(1-μ)/m)/(μ(1-μ)(1-1/m))
 * clipped to (1e-6, 1 - 1e-6), a + b = 1/rho - 1, a = μ(a+b). Returns the posterior means, the Beta-binomial log
 * likelihood of the counts, and the 95% posterior interval of the first step (lo0, hi0). Refit per run and checkpoint,
 * never across arms that are compared. m < 2, fewer than two steps, or all steps at 0 or at 1: nothing can be fitted.
 */
export function empiricalBayes(k: readonly number[], m: number, conf = 0.95) {
  const shares = k.map((count) => count / m);
  const mu = mean(shares);
  const spread = variance(shares);
  const [first] = k;
  const bernoulli = (mu ?? 0) * (1 - (mu ?? 0));
  if (mu === null || spread === null || first === undefined || m < 2 || bernoulli === 0)
    return { mu, ...NOTHING };
  const raw = (spread - bernoulli / m) / (bernoulli * (1 - 1 / m));
  const rho = Math.min(1 - EDGE, Math.max(EDGE, raw));
  const weight = 1 / rho - 1;
  const a = mu * weight;
  const b = weight - a;
  const tail = (1 - conf) / 2;
  return {
    mu,
    rho,
    a,
    b,
    posteriorMean: k.map((count) => (count + a) / (m + weight)),
    loglik: k.reduce((total, count) => total + logBetaBinomial(count, m, a, b), 0),
    lo0: betaQuantile(tail, first + a, m - first + b),
    hi0: betaQuantile(1 - tail, first + a, m - first + b),
  };
}

/** ln P(k of m) under Beta(a, b), by rising factorials: log-gamma differences lose digits where a + b is large. */
function logBetaBinomial(k: number, m: number, a: number, b: number): number {
  const rising = (from: number, times: number) => {
    let total = 0;
    for (let i = 0; i < times; i += 1) total += Math.log(from + i);
    return total;
  };
  return logChoose(m, k) + rising(a, k) + rising(b, m - k) - rising(a + b, m);
}

import { betaCdf, logBeta, logGamma, normalCdf } from "./distributions";

/** Terms below this part of 1 are not worth adding. */
const NEGLIGIBLE = 1e-15;
/** The series needs about |ncp| terms around its largest one; beyond this nothing a page shows is asked. */
const MOST_TERMS = 20_000;

/**
 * P(T <= t) of the noncentral t distribution with `df` > 0 (fractions allowed) and noncentrality `ncp`: what a t
 * statistic is distributed as when the true effect is ncp standard errors. Lenth's series (AS 243, 1989) of Poisson
 * weights times incomplete betas, the weights summed outwards from the largest so that none underflows. Absolute error
 * below 1e-12 for |ncp| <= 100.
 */
export function noncentralTCdf(t: number, df: number, ncp: number): number {
  if (t < 0) return 1 - upper(-t, df, -ncp);
  return upper(t, df, ncp);
}

/** The CDF at t >= 0. */
function upper(t: number, df: number, ncp: number): number {
  const below = normalCdf(-ncp);
  if (t === 0) return below;
  const x = (t * t) / (t * t + df);
  const half = (ncp * ncp) / 2;
  return Math.min(1, Math.max(0, below + weightedBetas(x, df / 2, half, Math.sign(ncp)) / 2));
}

/** Σ_j p_j I_x(j+½, b) + sign·q_j I_x(j+1, b), p Poisson(half) at j, q its half-integer companion. */
function weightedBetas(x: number, b: number, half: number, sign: number): number {
  const even = outwards(x, b, half, 0);
  return sign === 0 ? even : even + sign * outwards(x, b, half, 0.5);
}

/**
 * Σ_j w(j + shift) I_x(j + shift + ½, b) with w(y) = e^-half half^y / Γ(y+1), from the largest weight up and down.
 * Neighbours by I_x(a+1, b) = I_x(a, b) - x^a (1-x)^b / (a B(a, b)): one incomplete beta in all.
 */
function outwards(x: number, b: number, half: number, shift: number): number {
  const start = Math.floor(half) + shift;
  const centre = {
    weight: poisson(start, half),
    beta: betaCdf(x, start + 0.5, b),
    step: betaStep(x, start + 0.5, b),
  };
  let total = centre.weight * centre.beta;
  let { weight, beta, step } = centre;
  for (let y = start; weight > NEGLIGIBLE && y < start + MOST_TERMS; y += 1) {
    beta -= step;
    step *= (x * (y + 0.5 + b)) / (y + 1.5);
    weight *= half / (y + 1);
    total += weight * beta;
  }
  ({ weight, beta, step } = centre);
  for (let y = start; weight > NEGLIGIBLE && y >= 1; y -= 1) {
    step *= (y + 0.5) / (x * (y - 0.5 + b));
    beta += step;
    weight *= y / half;
    total += weight * beta;
  }
  return total;
}

/** x^a (1-x)^b / (a B(a, b)). */
function betaStep(x: number, a: number, b: number): number {
  return Math.exp(a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) - logBeta(a, b));
}

/** e^-half half^y / Γ(y+1), y >= 0 and not necessarily whole. */
function poisson(y: number, half: number): number {
  if (half === 0) return y === 0 ? 1 : 0;
  return Math.exp(y * Math.log(half) - half - logGamma(y + 1));
}

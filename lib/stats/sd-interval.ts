import { logGamma } from "./distributions";

const TERMS = 500;
const SMALL = 1e-16;

/** Regularised lower incomplete gamma P(a, x), by its series: all terms positive, exact to rounding for the x asked here. */
function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  let term = 1 / a;
  let total = term;
  for (let k = 1; k < TERMS + x; k += 1) {
    term *= x / (a + k);
    total += term;
    if (term < total * SMALL) break;
  }
  return Math.min(1, Math.exp(a * Math.log(x) - x - logGamma(a)) * total);
}

/** The x with P(χ²_df <= x) = p, by halving. */
function chiSquareQuantile(p: number, df: number): number {
  let low = 0;
  let high = df + 1;
  while (lowerGamma(df / 2, high / 2) < p) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i += 1) {
    const middle = (low + high) / 2;
    if (lowerGamma(df / 2, middle / 2) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Interval of a normal standard deviation from a sample SD with `df` degrees of freedom (n - 1):
 * sd·√(df/χ²_{1-α/2,df}) to sd·√(df/χ²_{α/2,df}). From three values (df = 2) at 95%: 0.52 to 6.3 times the SD. Unit:
 * that of sd. Null below one degree of freedom and for a negative or unknown SD.
 */
export function sdInterval(sd: number, df: number, level = 0.95): { lo: number; hi: number } | null {
  if (!(sd >= 0) || !(df >= 1)) return null;
  const tail = (1 - level) / 2;
  return {
    lo: sd * Math.sqrt(df / chiSquareQuantile(1 - tail, df)),
    hi: sd * Math.sqrt(df / chiSquareQuantile(tail, df)),
  };
}

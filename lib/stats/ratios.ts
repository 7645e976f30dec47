import { tCritical } from "./distributions";
import { mean, standardDeviation, sum, variance, zipWith } from "./moments";
import { type DifferenceTest, pairedT, welch } from "./seeds";

/** Why there is no interval of a ratio; `words` beside it says it for people. */
export type NoRatio = "no-seeds" | "one-seed" | "not-positive" | "no-spread";

/** A ratio of two arms with its interval over seeds, or the reason why it has none. */
export type RatioInterval =
  | {
      kind: "interval";
      /** Geometric mean of a over that of b; no unit. */
      ratio: number;
      lo: number;
      hi: number;
      df: number;
      /** Seeds of a and of b. */
      n: [number, number];
      level: number;
      method: string;
    }
  | { kind: "undefined"; ratio: number | null; n: [number, number]; reason: NoRatio; words: string };

const NO_RATIO: Record<NoRatio, string> = {
  "no-seeds": "no finished seed to divide",
  "one-seed": "one seed: a ratio without an interval, retraining noise unknown",
  "not-positive": "a value of 0 or below has no ratio",
  "no-spread": "the seeds show no spread, so the noise cannot be estimated",
};

/**
 * Ratio a/b of positive quantities (tokens, seconds) over seeds: t on logarithms, turned back. Paired: t(S-1) on
 * ln(a_s/b_s), lists in the same order of seeds; else Welch on ln a and ln b. Ratios of costs multiply, so that their
 * logarithms are what varies evenly; the estimate is the ratio of geometric means, and the interval never leaves (0, ∞).
 * One seed, a value <= 0, or no spread: no interval, and the reason. Throws RangeError for paired lists of unequal length.
 */
export function ratioInterval(
  a: readonly number[],
  b: readonly number[],
  { paired, level = 0.95 }: { paired: boolean; level?: number },
): RatioInterval {
  const n: [number, number] = [a.length, b.length];
  const none = (reason: NoRatio, ratio: number | null): RatioInterval => {
    return { kind: "undefined", ratio, n, reason, words: NO_RATIO[reason] };
  };
  if (a.length === 0 || b.length === 0) return none("no-seeds", null);
  if ([...a, ...b].some((value) => !(value > 0))) return none("not-positive", null);
  const test = logTest(a.map(Math.log), b.map(Math.log), paired, level);
  const ratio = Math.exp(test.diff ?? 0);
  if (Math.min(a.length, b.length) < 2) return none("one-seed", ratio);
  if (test.lo === null || test.hi === null || test.df === null) return none("no-spread", ratio);
  const method = paired ? "paired t on logarithms over seeds" : "Welch's t on logarithms over seeds";
  return {
    kind: "interval",
    ratio,
    lo: Math.exp(test.lo),
    hi: Math.exp(test.hi),
    df: test.df,
    n,
    level,
    method,
  };
}

function logTest(a: number[], b: number[], paired: boolean, level: number): DifferenceTest {
  return paired ? pairedT(a, b, level) : welch(a, b, level);
}

type FiellerFacts = {
  /** Mean of the numerators over that of the denominators; null where the latter is 0. */
  ratio: number | null;
  /** Seeds. */
  n: number;
  df: number;
  level: number;
  words: string;
};

/** The confidence set of a ratio of two means that may be near zero. */
export type FiellerSet = FiellerFacts &
  (
    | { kind: "bounded"; lo: number; hi: number }
    /** Every ratio at or below `below`, and every one at or above `above`. */
    | { kind: "unbounded"; below: number; above: number }
    /** No ratio at all is excluded. */
    | { kind: "everything" }
    | { kind: "undefined"; reason: "no-seeds" | "one-seed" | "no-spread" }
  );

const FIELLER_WORDS = {
  bounded: "the denominator differs from 0 at this level",
  unbounded: "the denominator's interval holds 0: the ratio is unbounded",
  everything: "neither is known well enough: no ratio is excluded",
};

/**
 * Fieller's confidence set (1954) of mean(numerator)/mean(denominator), paired by seed: every r for which
 * x̄ - r ȳ does not differ from 0, |x̄ - r ȳ| <= t(S-1)·√((s_xx - 2 r s_xy + r² s_yy)/S). For a price: extra cost over
 * accuracy gained against a baseline. Its level holds also where the gain may be 0, unlike the delta method's; then the
 * set is unbounded, which is the answer and no failure. Unit: that of the numerator per unit of the denominator.
 * One seed or no spread in either: undefined. Throws RangeError where the lists are not of one length.
 */
export function fieller(
  numerator: readonly number[],
  denominator: readonly number[],
  { level = 0.95 }: { level?: number } = {},
): FiellerSet {
  const products = zipWith(numerator, denominator, (x, y) => [x, y] as const);
  const n = products.length;
  const [x, y] = [mean(numerator), mean(denominator)];
  const ratio = x === null || y === null || y === 0 ? null : x / y;
  const facts = { ratio, n, df: Math.max(0, n - 1), level };
  const none = (reason: "no-seeds" | "one-seed" | "no-spread"): FiellerSet => {
    return { ...facts, kind: "undefined", reason, words: NO_RATIO[reason] };
  };
  if (x === null || y === null) return none("no-seeds");
  const [sxx, syy] = [variance(numerator), variance(denominator)];
  if (sxx === null || syy === null) return none("one-seed");
  if (isRounding(numerator) && isRounding(denominator)) return none("no-spread");
  const sxy = sum(products.map(([a, b]) => (a - x) * (b - y))) / (n - 1);
  const scale = tCritical(level, n - 1) ** 2 / n;
  return { ...facts, ...solved(y * y - scale * syy, x * y - scale * sxy, x * x - scale * sxx) };
}

/** Whether the spread of the values is nothing but rounding. */
function isRounding(values: readonly number[]): boolean {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return (standardDeviation(values) ?? 0) <= 1e-12 * largest;
}

/** All r with a r² - 2 b r + c <= 0. */
function solved(a: number, b: number, c: number) {
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  // The larger root by magnitude first: the other by division keeps its digits.
  const far = b >= 0 ? b + root : b - root;
  const roots = [far / a, far === 0 ? 0 : c / far].sort((p, q) => p - q);
  const [low = 0, high = 0] = roots;
  if (a > 0) return { kind: "bounded" as const, lo: low, hi: high, words: FIELLER_WORDS.bounded };
  if (a < 0 && b * b - a * c > 0)
    return { kind: "unbounded" as const, below: low, above: high, words: FIELLER_WORDS.unbounded };
  return { kind: "everything" as const, words: FIELLER_WORDS.everything };
}

/** What a rater said of one unit, as a place in the list of categories; null: nothing. */
export type Rating = number | null;

/** How far two categories lie apart: not alike at all, by rank, or by their number. */
export type AgreementScale = "nominal" | "ordinal" | "interval";

export type KappaWeights = "none" | "linear" | "quadratic";

/** Chance-corrected agreement of two raters, with how it came about. Null where it cannot be told. */
export type Kappa = {
  kappa: number | null;
  /** Observed share of agreement (weighted where weights are). */
  observed: number | null;
  /** Share expected by chance from the raters' own frequencies. */
  expected: number | null;
  /** Units that both rated. */
  n: number;
  /** Rows: first rater, columns: second. */
  table: number[][];
};

function crossTable(pairs: readonly (readonly [number, number])[], categories: number): number[][] {
  const table = Array.from({ length: categories }, () => new Array<number>(categories).fill(0));
  for (const [a, b] of pairs) {
    const row = table[a];
    if (row?.[b] === undefined) throw new RangeError(`a rating must be a whole number below ${categories}`);
    row[b] += 1;
  }
  return table;
}

function weightOf(weights: KappaWeights, a: number, b: number, categories: number): number {
  if (weights === "none") return a === b ? 1 : 0;
  const distance = Math.abs(a - b) / Math.max(1, categories - 1);
  return 1 - (weights === "linear" ? distance : distance ** 2);
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/**
 * Cohen's kappa (1960; weighted 1968) of two raters: (observed - expected) / (1 - expected) over the units both rated.
 * `a` and `b` hold one rating a unit, from 0 to `categories` - 1. Null where both only ever used one and the same
 * category: agreement is then certain by chance. Throws RangeError for unequal lengths and for ratings out of range.
 */
export function cohenKappa(
  a: readonly Rating[],
  b: readonly Rating[],
  categories: number,
  weights: KappaWeights = "none",
): Kappa {
  if (a.length !== b.length) throw new RangeError("both raters must be given the same units");
  const pairs = a.flatMap((first, i) => {
    const second = b[i] ?? null;
    return first === null || second === null ? [] : [[first, second] as const];
  });
  return kappaOfTable(crossTable(pairs, categories), weights);
}

/** Cohen's kappa of a table of counts: first rater by second. What {@link cohenKappa} answers, where the table is known. */
export function kappaOfTable(table: number[][], weights: KappaWeights = "none"): Kappa {
  const categories = table.length;
  const rows = table.map(total);
  const n = total(rows);
  if (n === 0) return { kappa: null, observed: null, expected: null, n, table };
  const columns = table.map((_, j) => total(table.map((row) => row[j] ?? 0)));
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < categories; i += 1)
    for (let j = 0; j < categories; j += 1) {
      const weight = weightOf(weights, i, j, categories);
      observed += (weight * (table[i]?.[j] ?? 0)) / n;
      expected += (weight * (rows[i] ?? 0) * (columns[j] ?? 0)) / n ** 2;
    }
  const kappa = expected >= 1 ? null : (observed - expected) / (1 - expected);
  return { kappa, observed, expected, n, table };
}

/**
 * How often each pair of categories meets within a unit, every unit weighing as much as it has ratings. Units with fewer
 * than two ratings must be left out. Throws RangeError for ratings out of range.
 */
export function coincidences(units: readonly (readonly Rating[])[], categories: number): number[][] {
  const found = Array.from({ length: categories }, () => new Array<number>(categories).fill(0));
  for (const unit of units) {
    const ratings = unit.filter((rating) => rating !== null);
    ratings.forEach((a, i) => {
      ratings.forEach((b, j) => {
        const row = found[a];
        if (row?.[b] === undefined)
          throw new RangeError(`a rating must be a whole number below ${categories}`);
        if (i !== j) row[b] += 1 / (ratings.length - 1);
      });
    });
  }
  return found;
}

/** Squared difference of two categories; ordinal: by the ratings that lie between them. */
function difference(scale: AgreementScale, c: number, k: number, margins: readonly number[]): number {
  if (c === k) return 0;
  if (scale === "nominal") return 1;
  if (scale === "interval") return (c - k) ** 2;
  const [low, high] = c < k ? [c, k] : [k, c];
  const between = total(margins.slice(low, high + 1)) - ((margins[c] ?? 0) + (margins[k] ?? 0)) / 2;
  return between ** 2;
}

/**
 * Krippendorff's alpha: 1 - observed / expected disagreement, for any number of raters and with missing ratings
 * (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability). `units` holds the ratings of one unit each, from 0 to
 * `categories` - 1; units with fewer than two ratings say nothing and are left out. 1 is perfect, 0 is chance, below 0 is
 * worse. Null where fewer than two ratings can be paired or all of them are alike. Throws RangeError for ratings out of range.
 */
export function krippendorffAlpha(
  units: readonly (readonly Rating[])[],
  categories: number,
  scale: AgreementScale = "nominal",
): { alpha: number | null; units: number; ratings: number } {
  const paired = units.filter((unit) => unit.filter((rating) => rating !== null).length > 1);
  const found = coincidences(paired, categories);
  const ratings = Math.round(total(found.map(total)));
  return { alpha: alphaOfCoincidences(found, scale), units: paired.length, ratings };
}

/** Krippendorff's alpha of coincidences, which of several sets of units add up; null as in {@link krippendorffAlpha}. */
export function alphaOfCoincidences(
  found: readonly (readonly number[])[],
  scale: AgreementScale = "nominal",
): number | null {
  const categories = found.length;
  const margins = found.map(total);
  const n = total(margins);
  let observed = 0;
  let expected = 0;
  for (let c = 0; c < categories; c += 1)
    for (let k = 0; k < categories; k += 1) {
      const apart = difference(scale, c, k, margins);
      observed += (found[c]?.[k] ?? 0) * apart;
      expected += (margins[c] ?? 0) * (margins[k] ?? 0) * apart;
    }
  return expected === 0 ? null : 1 - ((n - 1) * observed) / expected;
}

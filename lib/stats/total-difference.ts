import { tCritical, tTwoSidedP } from "./distributions";
import { mean, zipWith } from "./moments";
import { type DifferenceTest, pairedT, welch } from "./seeds";
import { totalSe, twoWay } from "./variance-components";

type Table = readonly (readonly number[])[];

export type TotalDifference = DifferenceTest & {
  /** The interval is that of t over seeds alone, the wider one: few seeds know it less well than the two-way variance. */
  isOverSeeds: boolean;
};

/**
 * Difference a - b of two arms over seeds x the same questions, meant for new seeds *and* new questions
 * (statistics.md 5). Full tables [seed][question] of scores in [0, 1].
 *
 * Paired (row s of both is one seed, shared warm-ups): two-way random effects of the differences themselves,
 * se² = max(MS_seed + MS_question - MS_error, MS_seed, MS_question)/(SQ). Unpaired: `totalSe`, se² = vSeedA/S_A +
 * vSeedB/S_B + var(d)/Q, never below Welch's se² over seeds. t with Satterthwaite's degrees of freedom over the mean
 * squares; where few seeds make t over seeds alone the wider interval, that one: a claim about more is never the surer.
 * Fewer than two seeds in an arm or two questions, or no spread at all: only the difference; an empty arm: nothing.
 * Throws RangeError where the questions, or paired the seeds, differ in number.
 */
export function totalDifference(
  a: Table,
  b: Table,
  { paired, level = 0.95 }: { paired: boolean; level?: number },
): TotalDifference {
  if (a.length === 0 || b.length === 0) return NOTHING;
  const { diff, se2, df } = paired ? pairedSpread(a, b) : unpairedSpread(a, b);
  if (diff === null || !se2 || !df || se2 < NO_SPREAD)
    return { diff, se: se2 === null ? null : 0, df: null, t: null, p: null, ...NO_BOUNDS };
  const se = Math.sqrt(se2);
  const half = tCritical(level, df) * se;
  const p = tTwoSidedP(diff / se, df);
  const seedsOnly = overSeeds(a, b, paired, level);
  if (seedsOnly.hi !== null && seedsOnly.p !== null && seedsOnly.hi - diff > half)
    return { ...seedsOnly, p: Math.max(p, seedsOnly.p), isOverSeeds: true };
  const bounds = { lo: diff - half, hi: diff + half };
  return { diff, se, df, t: diff / se, p: Math.max(p, seedsOnly.p ?? 0), ...bounds, isOverSeeds: false };
}

/** The claim about new seeds on the same questions, from the same tables. */
function overSeeds(a: Table, b: Table, paired: boolean, level: number): DifferenceTest {
  const means = (table: Table) => table.map((row) => mean(row) ?? 0);
  return paired ? pairedT(means(a), means(b), level) : welch(means(a), means(b), level);
}

const NO_BOUNDS = { lo: null, hi: null, isOverSeeds: false } as const;
const NOTHING: TotalDifference = { diff: null, se: null, df: null, t: null, p: null, ...NO_BOUNDS };

/** Squared standard errors of shares below this are rounding. */
const NO_SPREAD = 1e-24;

type Spread = { diff: number | null; se2: number | null; df: number | null };

function pairedSpread(a: Table, b: Table): Spread {
  const each = zipWith(a, b, (rowA, rowB) => zipWith(rowA, rowB, (x, y) => x - y));
  const { mean: diff, msSeed, msQuestion, msError, seRandomQ } = twoWay(each);
  if (msSeed === null || msQuestion === null || msError === null || seRandomQ === null)
    return { diff, se2: null, df: null };
  const cells = each.length * (each[0]?.length ?? 0);
  const [seeds, questions] = [each.length - 1, (each[0]?.length ?? 0) - 1];
  const below = msSeed ** 2 / seeds + msQuestion ** 2 / questions + msError ** 2 / (seeds * questions);
  const se2 = seRandomQ ** 2;
  return { diff, se2, df: below === 0 ? null : (se2 * cells) ** 2 / below };
}

function unpairedSpread(a: Table, b: Table): Spread {
  const { diff, seQuestions, seTotal } = totalSe(a, b);
  const [oneA, oneB] = [twoWay(a), twoWay(b)];
  if (seTotal === null || seQuestions === null || oneA.seFixedQ === null || oneB.seFixedQ === null)
    return { diff, se2: null, df: null };
  const [seedA, seedB, question] = [oneA.seFixedQ ** 2, oneB.seFixedQ ** 2, seQuestions ** 2];
  const se2 = Math.max(seTotal ** 2, seedA + seedB);
  const questions = (a[0]?.length ?? 0) - 1;
  const below = seedA ** 2 / (a.length - 1) + seedB ** 2 / (b.length - 1) + question ** 2 / questions;
  return { diff, se2, df: below === 0 ? null : se2 ** 2 / below };
}

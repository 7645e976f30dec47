import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { RANDOM_METHOD } from "./random";

/** One arm on one benchmark: [seed][question], scores in [0, 1] (question means where there are several decodes); null: no verdict. */
export type ScoreTable = readonly (readonly (number | null)[])[];

export type BootstrapOptions = {
  /** 10,000 unless said: the Monte Carlo error of the bounds is then about 2% of the interval's width. */
  resamples?: number;
  /** Whole number that the generator starts from; exported with the result. */
  seed: number;
  level?: number;
  /** Told after every few hundred resamples. */
  onProgress?: (done: number, of: number) => void;
  /** Checked whenever progress is told; aborted, the call throws the signal's reason. */
  signal?: AbortSignal;
};

export type HierarchicalBootstrap = {
  estimate: number;
  /** Standard deviation of the resampled estimates. */
  se: number;
  lo: number;
  hi: number;
  level: number;
  resamples: number;
  seeds: number;
  questions: number;
  generator: string;
  generatorSeed: number;
  method: string;
  random: string;
  /** Fewer than five seeds: the percentile interval is too narrow (statistics.md 3). */
  underCovers: boolean;
  caution: string;
};

/** Fewest seeds for which a percentile interval over seeds is not labelled as under-covering. */
export const SEEDS_FOR_A_BOOTSTRAP = 5;
const DEFAULT_RESAMPLES = 10_000;
/** Resamples between two looks at progress and cancellation: a few milliseconds of 5 x 1,337. */
const CHUNK = 200;

/**
 * Pigeonhole bootstrap (Owen and Eckles 2012) of an arm's accuracy on a benchmark: seeds and questions are resampled
 * independently, every seed with the same questions, so that the interval is for new seeds *and* new questions. The
 * estimate is the mean over seeds of the seed's mean over its graded questions; a question without a verdict is left out
 * of that seed. Percentile bounds; on a full table se² tends to `twoWay(table).bootVar`. Null without a seed that has a
 * graded question. Only beside the t interval: below five seeds it under-covers. Throws RangeError for ragged rows.
 */
export function hierarchicalBootstrap(
  table: ScoreTable,
  options: BootstrapOptions,
): HierarchicalBootstrap | null {
  return bootstrapOf([packed(table.filter(hasVerdict), 1)], table[0]?.length ?? 0, false, options);
}

/**
 * The same for the difference a - b of two arms on the same questions in the same order, which are resampled together.
 * `paired`: row s of both tables is the same seed (shared warm-ups), drawn together; else seeds are drawn apart.
 * Throws RangeError where the tables' questions, or paired, their seeds, are not equal in number.
 */
export function hierarchicalBootstrapDifference(
  a: ScoreTable,
  b: ScoreTable,
  { paired, ...options }: BootstrapOptions & { paired: boolean },
): HierarchicalBootstrap | null {
  const questions = a[0]?.length ?? 0;
  if (questions !== (b[0]?.length ?? 0)) throw new RangeError("both arms must have the same questions");
  if (paired && a.length !== b.length) throw new RangeError("paired arms must have the same seeds");
  const both = (s: number) => hasVerdict(a[s] ?? []) && hasVerdict(b[s] ?? []);
  const keep = (row: ScoreTable[number], s: number) => (paired ? both(s) : hasVerdict(row));
  const arms = [packed(a.filter(keep), 1), packed(b.filter(keep), -1)];
  return bootstrapOf(arms, questions, paired, options);
}

/** A seed nobody could grade on any question is no seed of the table. */
const hasVerdict = (row: ScoreTable[number]) => row.some((value) => value !== null);

/** A table as rows of numbers; `known` is 0 where there is no verdict, null where every question has one. */
type Packed = { sign: 1 | -1; scores: Float64Array[]; known: Float64Array[] | null };

function packed(table: ScoreTable, sign: 1 | -1): Packed {
  const questions = table[0]?.length ?? 0;
  if (table.some((row) => row.length !== questions)) throw new RangeError("rows must have the same length");
  const full = table.every((row) => row.every((value) => value !== null));
  return {
    sign,
    scores: table.map((row) => Float64Array.from(row, (value) => value ?? 0)),
    known: full ? null : table.map((row) => Float64Array.from(row, (value) => Number(value !== null))),
  };
}

function bootstrapOf(
  arms: readonly Packed[],
  questions: number,
  paired: boolean,
  { resamples = DEFAULT_RESAMPLES, seed, level = 0.95, onProgress, signal }: BootstrapOptions,
): HierarchicalBootstrap | null {
  const estimate = estimateOf(arms, questions);
  if (estimate === null || resamples < 2) return null;
  const draw = resampler(arms, questions, paired, seed);
  const values = new Float64Array(resamples);
  for (let done = 0; done < resamples; ) {
    signal?.throwIfAborted();
    for (const until = Math.min(resamples, done + CHUNK); done < until; done += 1) values[done] = draw();
    onProgress?.(done, resamples);
  }
  const seeds = Math.min(...arms.map((arm) => arm.scores.length));
  return { estimate, ...boundsOf(values, level), level, resamples, seeds, questions, ...told(seed, seeds) };
}

function told(seed: number, seeds: number) {
  const underCovers = seeds < SEEDS_FOR_A_BOOTSTRAP;
  return {
    generator: RANDOM_METHOD,
    generatorSeed: seed,
    method: "hierarchical percentile bootstrap",
    random: "new seeds, new questions",
    underCovers,
    caution: underCovers
      ? `Under-covers below S = ${SEEDS_FOR_A_BOOTSTRAP} (here ${seeds}) wherever seeds vary more than questions; the t interval is the one to report.`
      : "Shown beside the t interval, which is the one to report.",
  };
}

/** The observed value: every seed and every question once. */
function estimateOf(arms: readonly Packed[], questions: number): number | null {
  const once = new Float64Array(questions).fill(1);
  const parts = arms.map((arm) => weightedMean(arm, once, new Float64Array(arm.scores.length).fill(1)));
  const known = parts.filter((part) => part !== null);
  return known.length < arms.length ? null : known.reduce((total, part) => total + part, 0);
}

/** Draws one resample and returns its estimate; the arms share the drawn questions, and paired also the drawn seeds. */
function resampler(
  arms: readonly Packed[],
  questions: number,
  paired: boolean,
  generatorSeed: number,
): () => number {
  const generator = xoroshiro128plus(generatorSeed);
  const drawInto = (times: Float64Array) => {
    times.fill(0);
    const n = times.length;
    // Uniform below n from 32 bits: off by at most n/2^32, far below the Monte Carlo error.
    for (let i = 0; i < n; i += 1) {
      const drawn = Math.floor(((generator.next() >>> 0) * n) / 2 ** 32);
      times[drawn] = (times[drawn] as number) + 1;
    }
    return times;
  };
  const times = new Float64Array(questions);
  const weights = arms.map((arm) => new Float64Array(arm.scores.length));
  const draw = (): number => {
    drawInto(times);
    const [first] = weights;
    const seeds = weights.map((weight, i) => (paired && i > 0 && first ? first : drawInto(weight)));
    let total = 0;
    for (const [i, arm] of arms.entries()) {
      const part = weightedMean(arm, times, seeds[i] ?? times);
      // The drawn seeds have no verdict on any drawn question: such a resample says nothing and is drawn again.
      if (part === null) return draw();
      total += part;
    }
    return total;
  };
  return draw;
}

/**
 * Signed mean over the drawn seeds of each one's mean over the drawn questions that it has a verdict on; null where no
 * drawn seed has any.
 */
function weightedMean({ sign, scores, known }: Packed, times: Float64Array, weight: Float64Array) {
  let [total, count] = [0, 0];
  for (let s = 0; s < scores.length; s += 1) {
    const drawn = weight[s] as number;
    if (drawn === 0) continue;
    const graded = known ? dot(times, known[s] as Float64Array) : times.length;
    if (graded === 0) continue;
    total += (drawn * dot(times, scores[s] as Float64Array)) / graded;
    count += drawn;
  }
  return count === 0 ? null : (sign * total) / count;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += (a[i] as number) * (b[i] as number);
  return total;
}

/** Standard deviation and percentile bounds (inverted CDF) of the resampled values; sorts them. */
function boundsOf(values: Float64Array, level: number): { se: number; lo: number; hi: number } {
  let [total, squares] = [0, 0];
  for (const value of values) total += value;
  const centre = total / values.length;
  for (const value of values) squares += (value - centre) ** 2;
  values.sort();
  const at = (share: number) => values[Math.max(0, Math.ceil(share * values.length - 1e-9) - 1)] ?? centre;
  return {
    se: Math.sqrt(squares / (values.length - 1)),
    lo: at((1 - level) / 2),
    hi: at((1 + level) / 2),
  };
}

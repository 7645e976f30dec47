/** One mark of one seed: a logged value, or the mean of a bucket of them. */
export interface SeedMark {
  firstTrainStep: number;
  /** On a cost axis; null: its cost is not known. */
  x: number | null;
  finiteCount: number;
  /** Over the finite values; null: there is none. */
  mean: number | null;
  nan: boolean;
  posInf: boolean;
  negInf: boolean;
}

/** NaN or infinities at a place of the grid. */
export interface OddPlace {
  at: number;
  nan: boolean;
  posInf: boolean;
  negInf: boolean;
}

/** A seed's values on the places of a grid, null where it has none. */
export interface OnGrid {
  values: (number | null)[];
  odd: OddPlace[];
}

/** Train steps of each place of a grid, both included. */
export interface StepGrid {
  starts: number[];
  trainSteps: [number, number][];
}

const isOdd = (mark: SeedMark) => mark.nan || mark.posInf || mark.negInf;

/** The buckets of train steps in which any of the seeds has a mark; widths and edges do not depend on the seeds. */
export function stepGridOf(
  seeds: readonly (readonly SeedMark[])[],
  width: number,
  range: { from: number; to: number },
): StepGrid {
  const starts = new Set<number>();
  for (const marks of seeds)
    for (const { firstTrainStep } of marks) starts.add(Math.floor(firstTrainStep / width) * width);
  const sorted = [...starts].sort((a, b) => a - b);
  const trainSteps = sorted.map((start): [number, number] => [
    Math.max(start, range.from),
    Math.min(start + width - 1, range.to),
  ]);
  return { starts: sorted, trainSteps };
}

/**
 * A seed's mean in each bucket of the grid. What a resume has split in two, and points that were not summed up yet, are
 * put together, weighted by their finite values.
 */
export function alignSteps(marks: readonly SeedMark[], grid: StepGrid, width: number): OnGrid {
  const indexOf = new Map(grid.starts.map((start, at) => [start, at]));
  const counts = new Array<number>(grid.starts.length).fill(0);
  const values = new Array<number | null>(grid.starts.length).fill(null);
  const odd = new Map<number, OddPlace>();
  for (const mark of marks) {
    const at = indexOf.get(Math.floor(mark.firstTrainStep / width) * width);
    if (at === undefined) continue;
    if (isOdd(mark)) noteOdd(odd, at, mark);
    if (mark.mean === null) continue;
    const n = (counts[at] ?? 0) + mark.finiteCount;
    const before = values[at] ?? null;
    values[at] = before === null ? mark.mean : before + ((mark.mean - before) * mark.finiteCount) / n;
    counts[at] = n;
  }
  return { values, odd: [...odd.values()].sort((a, b) => a.at - b.at) };
}

function noteOdd(odd: Map<number, OddPlace>, at: number, { nan, posInf, negInf }: SeedMark): void {
  const known = odd.get(at);
  odd.set(at, {
    at,
    nan: nan || (known?.nan ?? false),
    posInf: posInf || (known?.posInf ?? false),
    negInf: negInf || (known?.negInf ?? false),
  });
}

type Placed = SeedMark & { x: number };

/** Marks with a place on the axis, in its order; of several at one place the mean of those with a value. */
function placed(marks: readonly SeedMark[]): Placed[] {
  const sorted = marks.filter((mark): mark is Placed => mark.x !== null).sort((a, b) => a.x - b.x);
  const merged: Placed[] = [];
  for (const mark of sorted) {
    const last = merged.at(-1);
    if (last?.x === mark.x) merged[merged.length - 1] = together(last, mark);
    else merged.push(mark);
  }
  return merged;
}

function together(a: Placed, b: Placed): Placed {
  const finiteCount = a.finiteCount + b.finiteCount;
  const sum = (a.mean ?? 0) * a.finiteCount + (b.mean ?? 0) * b.finiteCount;
  return {
    ...a,
    finiteCount,
    mean: finiteCount === 0 ? null : sum / finiteCount,
    nan: a.nan || b.nan,
    posInf: a.posInf || b.posInf,
    negInf: a.negInf || b.negInf,
  };
}

/**
 * The middles of `cells` equal cells over what the seeds cover of a cost axis, within from..to. Empty where no seed
 * moves along it (an SFT run samples no token).
 */
export function costGridOf(
  seeds: readonly (readonly SeedMark[])[],
  cells: number,
  range: { from?: number | undefined; to?: number | undefined },
): number[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const marks of seeds)
    for (const { x } of marks) {
      if (x === null) continue;
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
  const [from, to] = [Math.max(low, range.from ?? low), Math.min(high, range.to ?? high)];
  if (!(to > from)) return [];
  const cell = (to - from) / cells;
  return Array.from({ length: cells }, (_, i) => from + (i + 0.5) * cell);
}

/**
 * A seed's values at the places of a grid, by straight lines between its own neighbouring marks. Nothing is drawn before
 * its first and after its last mark, nor beside a mark without a finite value.
 */
export function resample(marks: readonly SeedMark[], grid: readonly number[]): OnGrid {
  const own = placed(marks);
  let next = 0;
  const values = grid.map((x) => {
    while (next < own.length && (own[next]?.x ?? 0) < x) next += 1;
    return between(own[next - 1], own[next], x);
  });
  const odd = new Map<number, OddPlace>();
  for (const mark of own) if (isOdd(mark) && within(grid, mark.x)) noteOdd(odd, nearest(grid, mark.x), mark);
  return { values, odd: [...odd.values()].sort((a, b) => a.at - b.at) };
}

function between(before: Placed | undefined, after: Placed | undefined, x: number): number | null {
  if (after?.x === x) return after.mean;
  if (!before || !after || before.mean === null || after.mean === null) return null;
  return before.mean + ((after.mean - before.mean) * (x - before.x)) / (after.x - before.x);
}

/** Within the cells around the grid's places. */
function within(grid: readonly number[], x: number): boolean {
  const [first, second, last] = [grid[0], grid[1], grid.at(-1)];
  if (first === undefined || last === undefined) return false;
  const half = second === undefined ? 0 : (second - first) / 2;
  return x >= first - half && x <= last + half;
}

/** The place of an even grid that is nearest to x. */
function nearest(grid: readonly number[], x: number): number {
  const [first, second] = [grid[0] ?? 0, grid[1]];
  const at = second === undefined ? 0 : Math.round((x - first) / (second - first));
  return Math.min(grid.length - 1, Math.max(0, at));
}

/** When a train step was reported, in epoch milliseconds. */
export interface StepReport {
  trainStep: number;
  atMs: number;
}

/** A stretch of time in which one of the two sides had no server. */
export interface Stretch {
  fromMs: number;
  toMs: number;
}

/** How much longer train steps took without a server than with one. */
export interface StepTimes {
  blocks: number;
  trainSteps: number;
  /** Median duration of a train step, in milliseconds. */
  absentMs: number;
  presentMs: number;
  /** Median over blocks of (absent / present), and a 95% interval that assumes no distribution. */
  ratio: number;
  interval: [number, number];
}

/** Train steps of one block: long enough for the scheduler's whims to average, short enough for many blocks. */
const BLOCK = 20;

/** Milliseconds of each train step: from the report of the one before to its own, within the stretch. */
export function durations(reports: readonly StepReport[], { fromMs, toMs }: Stretch): Map<number, number> {
  const byStep = new Map(reports.map(({ trainStep, atMs }) => [trainStep, atMs]));
  const found = new Map<number, number>();
  for (const [trainStep, atMs] of byStep) {
    const before = byStep.get(trainStep - 1);
    if (before !== undefined && before >= fromMs && atMs <= toMs) found.set(trainStep, atMs - before);
  }
  return found;
}

/** Durations of the same train steps of two runs of one seed, which compute the same: [absent, present] in ms. */
export function pairSteps(
  absent: ReadonlyMap<number, number>,
  present: ReadonlyMap<number, number>,
): [number, number][] {
  return [...absent.keys()]
    .sort((a, b) => a - b)
    .flatMap((step) => {
      const [one, other] = [absent.get(step), present.get(step)];
      return one === undefined || other === undefined ? [] : [[one, other] as [number, number]];
    });
}

/** @param stretches pairs of each stretch, in their order; a block never spans two stretches */
export function compareSteps(stretches: readonly (readonly [number, number][])[]): StepTimes {
  const ratios = stretches.flatMap((pairs) => blockRatios(pairs)).sort((a, b) => a - b);
  const pairs = stretches.flat();
  return {
    blocks: ratios.length,
    trainSteps: pairs.length,
    absentMs: median(pairs.map(([absent]) => absent)),
    presentMs: median(pairs.map(([, present]) => present)),
    ratio: median(ratios),
    interval: medianInterval(ratios),
  };
}

function blockRatios(pairs: readonly [number, number][]): number[] {
  const whole = Math.floor(pairs.length / BLOCK);
  return Array.from({ length: whole }, (_, i) => {
    const block = pairs.slice(i * BLOCK, (i + 1) * BLOCK);
    const total = (side: 0 | 1) => block.reduce((sum, pair) => sum + pair[side], 0);
    return total(0) / total(1);
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/** The order statistics between which the median lies with at least 95%, by the binomial's normal approximation. */
function medianInterval(sorted: readonly number[]): [number, number] {
  const n = sorted.length;
  const rank = Math.max(0, Math.floor(n / 2 - 0.98 * Math.sqrt(n)) - 1);
  return [sorted[rank] ?? Number.NaN, sorted[n - 1 - rank] ?? Number.NaN];
}

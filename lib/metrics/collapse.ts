/** The mean of a metric over one window of train steps. */
interface WindowMean {
  /** Last train step of the window. */
  trainStep: number;
  mean: number;
}

export interface StepValue {
  trainStep: number;
  value: number;
}

/** Means over every `size` values in a row, in order of train steps; values that are not finite are left out. */
export function windowMeans(values: readonly StepValue[], size: number): WindowMean[] {
  const finite = values.filter(({ value }) => Number.isFinite(value));
  const means: WindowMean[] = [];
  let sum = 0;
  finite.forEach(({ trainStep, value }, i) => {
    sum += value;
    if (i >= size) sum -= finite[i - size]?.value ?? 0;
    if (i >= size - 1) means.push({ trainStep, mean: sum / size });
  });
  return means;
}

export interface Collapse {
  first: number;
  best: WindowMean;
  last: WindowMean;
}

/**
 * Whether a curve has lost much of what it had gained: with the means of its first, best and last window of train steps,
 * (best - last) / (best - first) >= `lossShare`, where best - first >= `minGain`. Unlike a share of the value itself
 * this does not depend on where zero lies, and a curve that never rose has nothing to lose.
 *
 * @param values one per train step, ascending
 * @returns null where it has not collapsed, or there are fewer than two windows of values
 */
export function findCollapse(
  values: readonly StepValue[],
  { window, lossShare, minGain }: { window: number; lossShare: number; minGain: number },
): Collapse | null {
  const means = windowMeans(values, window);
  const [first, last] = [means[0], means.at(-1)];
  if (!first || !last || means.length <= window) return null;
  const best = means.reduce((a, b) => (b.mean > a.mean ? b : a));
  const gain = best.mean - first.mean;
  if (gain < minGain || (best.mean - last.mean) / gain < lossShare) return null;
  return { first: first.mean, best, last };
}

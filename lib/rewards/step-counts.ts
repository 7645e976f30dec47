/** Counts of one trace step's continuations, as stored. Lost ones (requested - returned) are missing, not failures. */
export type ContinuationCounts = {
  requested: number;
  returned: number;
  successes: number;
};

/** c_i: successes / returned, in [0, 1]; null where nothing returned. */
export function solvability(counts: ContinuationCounts): number | null {
  return counts.returned === 0 ? null : counts.successes / counts.returned;
}

/**
 * R_proc: mean of the non-null c_i; null where all are. Added as fractions over a common denominator and divided once, so
 * that it is the double next to the exact mean: the trainer's, to the last bit (floats only where that denominator passes
 * 2^53, which takes thousands of continuations).
 */
export function meanSolvabilityOf(steps: readonly ContinuationCounts[]): number | null {
  const known = steps.filter(({ returned }) => returned > 0);
  if (known.length === 0) return null;
  const common = known.reduce((multiple, { returned }) => leastCommonMultiple(multiple, returned), 1);
  if (common * known.length > Number.MAX_SAFE_INTEGER)
    return known.reduce((sum, { successes, returned }) => sum + successes / returned, 0) / known.length;
  const sum = known.reduce((total, { successes, returned }) => total + successes * (common / returned), 0);
  return sum / (common * known.length);
}

/** Smallest whole number that both divide; both > 0. */
export function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

/**
 * The counts that a reward looks at: i = 1..min(K, K_max). A step whose record is missing, or that was never asked for
 * although others were, counts as M requested and none returned. Nothing requested anywhere (an arm without
 * continuations): an empty list.
 */
export function scoredSteps(
  counts: readonly ContinuationCounts[],
  stepCount: number,
  { maxScoredSteps, continuationsPerStep }: { maxScoredSteps: number; continuationsPerStep: number },
): ContinuationCounts[] {
  const scored = Math.min(stepCount, maxScoredSteps);
  const given = counts.slice(0, scored);
  if (given.every(({ requested }) => requested === 0)) return [];
  const lost = { requested: continuationsPerStep, returned: 0, successes: 0 };
  return Array.from({ length: scored }, (_, i) => {
    const step = given[i];
    return step && step.requested > 0 ? step : lost;
  });
}

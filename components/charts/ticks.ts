/** A linear axis: its bounds and the values that are labelled. */
export interface Axis {
  lo: number;
  hi: number;
  ticks: number[];
}

/** A round step (1, 2 or 5 times a power of ten) that gives about `count` intervals. */
function roundStep(range: number, count: number): number {
  const raw = range / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const scaled = raw / power;
  return power * (scaled > 5 ? 10 : scaled > 2 ? 5 : scaled > 1 ? 2 : 1);
}

/**
 * An axis that holds every value, ends on round numbers and has about `count` intervals. `least` is the narrowest range
 * to show, so that equal values do not fill the page with noise.
 */
export function axisFor(values: readonly number[], count = 5, least = 0.05): Axis {
  const finite = values.filter(Number.isFinite);
  const min = finite.length === 0 ? 0 : Math.min(...finite);
  const max = finite.length === 0 ? 1 : Math.max(...finite);
  const missing = Math.max(0, least - (max - min)) / 2;
  const step = roundStep(max - min + 2 * missing, count);
  const first = Math.floor((min - missing) / step + 1e-9);
  const last = Math.ceil((max + missing) / step - 1e-9);
  // Multiples, not sums: adding a step over and over drifts away from round numbers.
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
  return { lo: ticks[0] ?? 0, hi: ticks.at(-1) ?? 1, ticks };
}

/** Where a value lies on an axis, 0 to 1; values outside are held at its ends. */
export function positionOn({ lo, hi }: Pick<Axis, "lo" | "hi">, value: number): number {
  return hi === lo ? 0.5 : Math.min(1, Math.max(0, (value - lo) / (hi - lo)));
}

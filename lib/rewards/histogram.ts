/** Two histograms over the same bins. Bin i holds edges[i] <= x < edges[i + 1], the last one its upper edge too. */
export type Histogram = { edges: number[]; before: number[]; after: number[] };

/**
 * Histograms of two columns over common bins that hold every value, so that nothing lies outside of what is drawn. NaN is
 * left out. `around` centres the middle bin there (bins must be odd): zeros then do not fall on either side by rounding.
 * No number at all: no bins.
 */
export function histogramPair(
  before: Float64Array,
  after: Float64Array,
  { bins, around }: { bins: number; around: number | null },
): Histogram {
  const edges = edgesOf([before, after], bins, around);
  return { edges, before: countsIn(before, edges), after: countsIn(after, edges) };
}

function edgesOf(columns: readonly Float64Array[], bins: number, around: number | null): number[] {
  const [least, most] = extent(columns);
  if (least > most) return [];
  const reach = around === null ? 0 : Math.max(most - around, around - least);
  const start = around === null ? least : around - reach;
  const width = ((around === null ? most - least : 2 * reach) || 1) / bins;
  // One value only: bins of some width around it, or it would stand at an edge.
  const from = reach === 0 && least === most ? least - (width * bins) / 2 : start;
  return Array.from({ length: bins + 1 }, (_, i) => from + i * width);
}

function extent(columns: readonly Float64Array[]): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const column of columns) {
    for (const value of column) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return [least, most];
}

function countsIn(values: Float64Array, edges: readonly number[]): number[] {
  const bins = edges.length - 1;
  if (bins < 1) return [];
  const counts = new Array<number>(bins).fill(0);
  const [start = 0] = edges;
  const width = ((edges[bins] ?? 0) - start) / bins;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((value - start) / width)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

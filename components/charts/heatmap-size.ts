const LEAST_ROW = 3;
const WIDEST_CELL = 72;

/** Height of the cells: comfortable for a few trace steps, bounded for many. */
export function heatmapHeight(rows: number, compact: boolean): number {
  const [comfortable, most] = compact ? [12, 96] : [30, 360];
  return Math.max(rows * LEAST_ROW, Math.min(rows * comfortable, most));
}

/** Width of the cells: all there is, but a few columns do not become slabs. */
export function heatmapWidth(columns: number, available: number): number {
  return Math.max(0, Math.min(available, columns * WIDEST_CELL));
}

/** Columns (or rows) whose labels fit: every 1st, 2nd, 5th, 10th … so that each has `room` pixels. */
export function labelledIndices(count: number, length: number, room: number): number[] {
  if (count === 0 || length <= 0) return [];
  const needed = (room * count) / length;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, needed)));
  const every = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= needed) ?? 1;
  return Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every);
}

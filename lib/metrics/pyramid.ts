import type { MetricPoint } from "./points";
import { addSummary, type MetricSummary, summaryOf } from "./summary";

/** Train steps in a window of each level from 1 up. Windows are aligned: [k·width, (k+1)·width). */
export const WINDOW_WIDTHS = [32, 256, 2048, 16_384, 131_072, 1_048_576] as const;

/** A window's summary. Its start identifies it, however and in whatever order its points arrived. */
export interface PyramidWindow {
  level: number;
  windowStart: number;
  summary: MetricSummary;
}

/** What some points add to the windows of every level. */
export function windowsOf(points: readonly MetricPoint[]): PyramidWindow[] {
  const found = new Map<string, PyramidWindow>();
  for (const point of points)
    WINDOW_WIDTHS.forEach((width, i) => {
      const windowStart = Math.floor(point.trainStep / width) * width;
      const key = `${i} ${windowStart}`;
      const window = found.get(key);
      if (window) addSummary(window.summary, summaryOf(point));
      else found.set(key, { level: i + 1, windowStart, summary: summaryOf(point) });
    });
  return [...found.values()];
}

/** Below this many points in a range, the points themselves are read: exact, and as cheap as windows. */
export const DECODE_LIMIT = 8_000;

/** Width of a level's windows in train steps; 1 for level 0. @throws for a level that does not exist */
export function widthOf(level: number): number {
  if (level === 0) return 1;
  const width = WINDOW_WIDTHS[level - 1];
  if (width === undefined) throw new Error(`no level ${level} in the metric pyramid`);
  return width;
}

/** Width of a bucket so that at most `buckets` of them cover a range: a multiple of the windows it is made of. */
export function bucketWidthFor(range: number, buckets: number): number {
  const atLeast = Math.max(1, Math.ceil(range / Math.max(1, buckets - 1)));
  const width = widthOf(WINDOW_WIDTHS.filter((w) => w <= atLeast).length);
  return Math.ceil(atLeast / width) * width;
}

/**
 * The level whose windows make up buckets of this width with the fewest rows.
 * 0 = the points themselves, where windows are too wide or few points are expected.
 */
export function levelFor(bucketWidth: number, expectedPoints: number): number {
  if (expectedPoints <= DECODE_LIMIT) return 0;
  return WINDOW_WIDTHS.filter((width) => bucketWidth % width === 0).length;
}

/** Train steps from..to (both included), to be read from one level. */
export interface LevelRange {
  level: number;
  from: number;
  to: number;
}

/**
 * Covers the train steps from..to exactly: windows of `level` where they lie wholly inside, ever narrower ones towards
 * both ends, and points at the very ends. At most two ranges a level; an answer never counts a point outside.
 */
export function coverOf(from: number, to: number, level: number): LevelRange[] {
  if (to < from) return [];
  if (level === 0) return [{ level, from, to }];
  const width = widthOf(level);
  const start = Math.ceil(from / width) * width;
  const end = Math.floor((to + 1) / width) * width;
  if (end <= start) return coverOf(from, to, level - 1);
  const inner = { level, from: start, to: end - 1 };
  return [...coverOf(from, start - 1, level - 1), inner, ...coverOf(end, to, level - 1)];
}

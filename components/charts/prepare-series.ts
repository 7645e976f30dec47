import {
  decodeNumber,
  type EncodedNumber,
  type Series,
  type SeriesAxis,
  type SeriesMark,
} from "@/lib/contracts";
import { debiasedAverage } from "./smoothing";
import { type Axis, axisFor } from "./ticks";
import { type XScale, xScaleFor } from "./x-scale";

export interface LineLook {
  colour: string;
  /** SVG stroke-dasharray; "" = solid. */
  dash: string;
}

/** One line of a chart as it comes: a metric of a run. */
export interface LineSource {
  key: string;
  /** Names the run, or the metric where a chart holds several. */
  label: string;
  look: LineLook;
  series: Series | undefined;
  /** Standard deviation of the same metric, drawn around it. */
  spread?: Series | undefined;
}

/** What the hover card says of one mark, and where it lies. */
export interface PlotMark {
  x: number;
  /** As drawn in bold: smoothed if smoothing is on; null: no finite value. */
  shown: number | null;
  mark: SeriesMark;
  attemptNumber: number;
  resolution: "points" | "buckets";
  current: boolean;
}

/** A value that no axis has room for, marked at the edge of the plot. */
export interface EdgeMark {
  x: number;
  edge: "top" | "bottom";
}

export interface PlotPoint {
  x: number;
  y: number | null;
}

export interface PlotLine {
  key: string;
  label: string;
  look: LineLook;
  /** Values as logged (or the means of buckets); y null breaks the line. */
  raw: PlotPoint[];
  /** Smoothed; null: smoothing is off. */
  smooth: PlotPoint[] | null;
  /** Least and greatest of each bucket, or mean ± SD where a spread is given; empty if every mark is one value. */
  band: { x: number; range: [number, number] | null }[];
  /** Marks in order of x. */
  marks: PlotMark[];
  edges: EdgeMark[];
  /** Where a later attempt took over. */
  resumes: number[];
  /** Logged values behind the marks. */
  points: number;
}

export interface SeriesPlot {
  lines: PlotLine[];
  x: Axis & { scale: XScale };
  y: Axis;
  /** Nothing to draw in any line. */
  empty: boolean;
  /** What marks stand for. */
  of: "trainSteps" | "samples";
  /** Stretches of the axis that are shaded, e.g. while a checkpoint was evaluated. */
  shades: readonly Shade[];
}

/** In units of the axis. */
export interface Shade {
  from: number;
  to: number;
}

export interface SeriesOptions {
  axis: SeriesAxis;
  /** What the past keeps in the moving average, 0 (off) to below 1. */
  smoothing: number;
  /** Ends of the axis, in the contract's unit; absent: from the first to the last mark. */
  range?: { from: number; to: number };
  /** In place of the scale that fits the values. */
  scale?: XScale;
  /** Default: train steps. */
  of?: SeriesPlot["of"];
  /** In the contract's unit. */
  shades?: readonly Shade[];
  /** Values are amounts: the axis begins at 0. */
  fromZero?: boolean;
}

const finite = (value: EncodedNumber | null): number | null => {
  const number = value === null ? null : decodeNumber(value);
  return number !== null && Number.isFinite(number) ? number : null;
};

type Placed = Omit<PlotMark, "shown"> & { value: number | null };

/** Marks of a series that have a place on the axis, in order of x; only those of current attempts. */
function placed(series: Series | undefined, unitSize: number): Placed[] {
  const segments = (series?.segments ?? []).filter((segment) => segment.current);
  return segments
    .flatMap(({ marks, attemptNumber, resolution, current }) =>
      marks.flatMap((mark) =>
        mark.x === null
          ? []
          : [{ x: mark.x / unitSize, value: finite(mark.mean), mark, attemptNumber, resolution, current }],
      ),
    )
    .sort((a, b) => a.x - b.x);
}

function edgesOf(marks: readonly Placed[]): EdgeMark[] {
  return marks.flatMap(({ x, mark }) => [
    ...(mark.posInf || mark.nan ? [{ x, edge: "top" as const }] : []),
    ...(mark.negInf ? [{ x, edge: "bottom" as const }] : []),
  ]);
}

function resumesOf(marks: readonly Placed[]): number[] {
  return marks.flatMap((mark, i) => {
    const before = marks[i - 1];
    return before && before.attemptNumber !== mark.attemptNumber ? [mark.x] : [];
  });
}

/** Least to greatest of each bucket; where a spread is known, mean ± SD instead. */
function bandOf(marks: readonly Placed[], spread: Series | undefined, unitSize: number): PlotLine["band"] {
  const deviations = new Map(placed(spread, unitSize).map((m) => [m.mark.firstTrainStep, m.value]));
  const around = ({ mark, value }: Placed): [number, number] | null => {
    const deviation = deviations.get(mark.firstTrainStep) ?? null;
    if (value !== null && deviation !== null) return [value - deviation, value + deviation];
    const [low, high] = [finite(mark.min), finite(mark.max)];
    return low === null || high === null ? null : [low, high];
  };
  const band = marks.map((mark) => ({ x: mark.x, range: around(mark) }));
  return band.some(({ range }) => range !== null && range[0] < range[1]) ? band : [];
}

function lineOf(source: LineSource, unitSize: number, smoothing: number): PlotLine {
  const marks = placed(source.series, unitSize);
  const values = marks.map((m) => m.value);
  const smoothed = smoothing > 0 ? debiasedAverage(values, smoothing) : null;
  const at = (ys: readonly (number | null)[]) => marks.map(({ x }, i) => ({ x, y: ys[i] ?? null }));
  return {
    key: source.key,
    label: source.label,
    look: source.look,
    raw: at(values),
    smooth: smoothed && at(smoothed),
    band: bandOf(marks, source.spread, unitSize),
    marks: marks.map(({ value, ...mark }, i) => ({
      ...mark,
      shown: smoothed ? (smoothed[i] ?? null) : value,
    })),
    edges: edgesOf(marks),
    resumes: resumesOf(marks),
    points: marks.reduce((sum, { mark }) => sum + mark.count, 0),
  };
}

function largestX(sources: readonly LineSource[]): number {
  let largest = 0;
  for (const { series } of sources)
    for (const { marks } of series?.segments ?? [])
      for (const { x } of marks) if (x !== null && x > largest) largest = x;
  return largest;
}

/** From the first to the last mark, or over the given range, with round values between as ticks. */
function xAxisOf(
  lines: readonly PlotLine[],
  scale: XScale,
  range: SeriesOptions["range"],
): Axis & { scale: XScale } {
  const ends = range && [range.from / scale.unitSize, range.to / scale.unitSize];
  const own = lines.flatMap(({ marks }) => [marks[0]?.x, marks.at(-1)?.x]);
  const xs = (ends ?? own).filter((x) => x !== undefined);
  if (xs.length === 0) return { lo: 0, hi: 1, ticks: [], scale };
  const [lo, hi] = [Math.min(...xs), Math.max(...xs)];
  const room = hi > lo ? 0 : 0.5;
  const whole = scale.axis === "trainStep" || scale.axis === "tokens";
  const { ticks } = axisFor([lo, hi], 5, whole ? 1 : Math.max(hi - lo, 1e-9));
  const within = ticks.filter((t) => t >= lo - room && t <= hi + room && (!whole || Number.isInteger(t)));
  return { lo: lo - room, hi: hi + room, ticks: within, scale };
}

/** Room for every value and band; a flat line gets a range in proportion to its size. */
function yAxisOf(lines: readonly PlotLine[], fromZero: boolean): Axis {
  let [low, high] = fromZero ? [0, 0] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const hold = (value: number) => {
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const { raw, band } of lines) {
    for (const { y } of raw) if (y !== null) hold(y);
    for (const { range } of band) if (range) range.forEach(hold);
  }
  if (low > high) return { lo: 0, hi: 1, ticks: [0, 1] };
  const size = Math.max(Math.abs(low), Math.abs(high));
  return axisFor([low, high], 4, size === 0 ? 1 : size * 0.02);
}

/**
 * Decides everything a chart of metric series draws: points, smoothed lines, bands, gaps, non-finite values at the edges
 * of the plot, resumes and axes. Drawing needs no further arithmetic on values.
 */
export function prepareSeries(sources: readonly LineSource[], options: SeriesOptions): SeriesPlot {
  const { range, of = "trainSteps", shades = [], fromZero = false } = options;
  const scale = options.scale ?? xScaleFor(options.axis, range ? range.to : largestX(sources));
  const lines = sources.map((source) => lineOf(source, scale.unitSize, options.smoothing));
  return {
    lines,
    x: xAxisOf(lines, scale, range),
    y: yAxisOf(lines, fromZero),
    empty: lines.every((line) => line.marks.length === 0),
    of,
    shades: shades.map(({ from, to }) => ({ from: from / scale.unitSize, to: to / scale.unitSize })),
  };
}

/** The mark nearest to x, or null in a line without marks. */
export function markNear(line: Pick<PlotLine, "marks">, x: number): PlotMark | null {
  const { marks } = line;
  let [from, to] = [0, marks.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((marks[middle]?.x ?? 0) < x) from = middle + 1;
    else to = middle;
  }
  const [after, before] = [marks[from], marks[from - 1]];
  if (!after || !before) return after ?? null;
  return x - before.x <= after.x - x ? before : after;
}

/** Train steps of the marks between two places on the axis, both included; null if there are none. */
export function stepsBetween(
  plot: SeriesPlot,
  from: number,
  to: number,
): { from: number; to: number } | null {
  const inside = plot.lines.flatMap(({ marks }) => marks.filter(({ x }) => x >= from && x <= to));
  if (inside.length === 0) return null;
  return {
    from: Math.min(...inside.map(({ mark }) => mark.firstTrainStep)),
    to: Math.max(...inside.map(({ mark }) => mark.lastTrainStep)),
  };
}

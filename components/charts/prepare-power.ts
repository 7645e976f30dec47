import { PLOT, xToPixel, yToPixel } from "./plot-area";
import { type Axis, axisFor } from "./ticks";

/** One curve: power (0 to 1) at each x. `dash` and the label tell it apart, never a colour alone. */
export interface PowerLine {
  key: string;
  label: string;
  dash?: string;
  points: readonly { x: number; power: number }[];
}

export interface PowerInput {
  lines: readonly PowerLine[];
  /** Values of x worth pointing at: the seeds at hand. */
  marks: readonly { x: number; label: string }[];
  /** The power that is asked for, 0.8 say. */
  level: number;
}

export interface PowerMarks {
  x: Axis;
  y: Axis;
  paths: { key: string; label: string; dash: string; d: string; end: { x: number; y: number } }[];
  marks: { x: number; label: string; anchor: "start" | "end" }[];
  level: { y: number; label: string };
  empty: boolean;
}

const POWER_AXIS: Axis = { lo: 0, hi: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] };
/** Two digits of a pixel are enough for any screen and any print. */
const pixel = (value: number) => Math.round(value * 100) / 100;

/** Pixels of power curves in a plot of `width`; power always runs from 0 to 100%, so that no rise looks steeper than it is. */
export function preparePower({ lines, marks, level }: PowerInput, width: number): PowerMarks {
  const xs = [...lines.flatMap((line) => line.points.map((p) => p.x)), ...marks.map((m) => m.x)];
  const x = trimmed(axisFor(xs, 6, Math.min(1, spanOf(xs) || 1)), xs);
  const place = (p: { x: number; power: number }) => ({
    x: pixel(xToPixel(x, width, p.x)),
    y: pixel(yToPixel(POWER_AXIS, p.power)),
  });
  const paths = lines.flatMap(({ key, label, dash = "", points }) => {
    const at = points.map(place);
    const end = at.at(-1);
    if (!end) return [];
    return [{ key, label, dash, end, d: at.map((p, i) => `${i === 0 ? "M" : "L"}${p.x} ${p.y}`).join("") }];
  });
  return {
    x,
    y: POWER_AXIS,
    paths,
    marks: marks.map((m) => {
      const at = pixel(xToPixel(x, width, m.x));
      return { x: at, label: m.label, anchor: at > PLOT.left + (width - PLOT.left) / 2 ? "end" : "start" };
    }),
    level: { y: pixel(yToPixel(POWER_AXIS, level)), label: `${Math.round(100 * level)}%` },
    empty: paths.length === 0,
  };
}

const spanOf = (values: readonly number[]) =>
  values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);

/** The axis ends where the data end: power outside of what was computed is not even hinted at. */
function trimmed(axis: Axis, values: readonly number[]): Axis {
  if (values.length === 0) return axis;
  const [lo, hi] = [Math.min(...values), Math.max(...values)];
  return { lo, hi, ticks: axis.ticks.filter((t) => t >= lo && t <= hi) };
}

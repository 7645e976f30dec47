import type { SeriesAxis } from "@/lib/contracts";

/** How a chart shows x: values of the contract (milliseconds, tokens, train steps) divided by `unitSize`. */
export interface XScale {
  axis: SeriesAxis;
  unitSize: number;
  /** Axis title with its unit. */
  title: string;
  /** What a place on the axis is called in full, where elapsed time would not do (a clock's time). */
  nameOf?: (x: number) => string;
}

export const AXIS_LABELS: Record<SeriesAxis, string> = {
  trainStep: "Train step",
  tokens: "Tokens",
  wall: "Wall time",
  active: "Active time",
  gpu: "GPU time",
};

const TITLES: Record<SeriesAxis, string> = {
  trainStep: "train step",
  tokens: "tokens sampled, responses and continuations",
  wall: "wall time",
  active: "active time",
  gpu: "GPU time",
};

const TIME_UNITS = [
  { name: "s", ms: 1000, upTo: 240_000 },
  { name: "min", ms: 60_000, upTo: 14_400_000 },
  { name: "h", ms: 3_600_000, upTo: Number.POSITIVE_INFINITY },
] as const;

/** The scale for values up to `largest` (in the contract's unit): times get the unit that keeps them readable. */
export function xScaleFor(axis: SeriesAxis, largest: number): XScale {
  if (axis === "trainStep" || axis === "tokens") return { axis, unitSize: 1, title: TITLES[axis] };
  const unit = TIME_UNITS.find((u) => largest < u.upTo) ?? TIME_UNITS[2];
  return { axis, unitSize: unit.ms, title: `${TITLES[axis]} [${unit.name}]` };
}

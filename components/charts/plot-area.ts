import { type Axis, positionOn } from "./ticks";

/** Fixed margins around the plot of a series chart, px: what is laid over it can be placed without asking the chart. */
export const PLOT = { height: 208, top: 10, right: 12, left: 48, bottom: 34 } as const;

export function plotWidth(width: number): number {
  return Math.max(1, width - PLOT.left - PLOT.right);
}
export const PLOT_HEIGHT = PLOT.height - PLOT.top - PLOT.bottom;

/** Pixels from the chart's left edge. */
export function xToPixel(axis: Pick<Axis, "lo" | "hi">, width: number, x: number): number {
  return PLOT.left + positionOn(axis, x) * plotWidth(width);
}

/** Pixels from the chart's top edge. */
export function yToPixel(axis: Pick<Axis, "lo" | "hi">, y: number): number {
  return PLOT.top + (1 - positionOn(axis, y)) * PLOT_HEIGHT;
}

/** The axis value under a pixel counted from the chart's left edge; held at the ends of the plot. */
export function pixelToX(axis: Pick<Axis, "lo" | "hi">, width: number, pixel: number): number {
  const share = Math.min(1, Math.max(0, (pixel - PLOT.left) / plotWidth(width)));
  return axis.lo + share * (axis.hi - axis.lo);
}

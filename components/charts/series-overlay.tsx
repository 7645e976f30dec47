"use client";

import { CursorOverlay } from "./cursor-overlay";
import { cardRows } from "./describe-mark";
import { xToPixel, yToPixel } from "./plot-area";
import { markNear, type SeriesPlot } from "./prepare-series";

interface Props {
  id: string;
  title: string;
  plot: SeriesPlot;
  width: number;
  /** Two places on the axis, in order. */
  onZoom?: (from: number, to: number) => void;
  onReset?: () => void;
}

/** The place of the nearest mark of the first line that has one: the cursor stands where values are. */
function nearestX(plot: SeriesPlot, x: number): number {
  for (const line of plot.lines) {
    const found = markNear(line, x);
    if (found) return found.x;
  }
  return x;
}

/** The next mark of the first line in a direction: what arrow keys step through. */
function stepFrom(plot: SeriesPlot, x: number, by: number): number | null {
  const marks = plot.lines.find((line) => line.marks.length > 0)?.marks ?? [];
  const at = marks.findIndex((mark) => mark.x >= x);
  const from = at < 0 ? marks.length - 1 : at;
  return marks[Math.min(marks.length - 1, Math.max(0, from + by))]?.x ?? null;
}

/** The pointer and keyboard side of a series chart. */
export function SeriesOverlay(props: Props) {
  const { plot, width } = props;
  return (
    <CursorOverlay
      {...props}
      snap={(x) => nearestX(plot, x)}
      step={(x, by) => stepFrom(plot, x, by)}
      rowsAt={(x) => cardRows(plot, x)}
      marksAt={(x) => <CursorDots plot={plot} width={width} x={x} />}
    />
  );
}

/** A dot on each line of the chart, at its value nearest to the cursor. */
function CursorDots({ plot, width, x }: { plot: SeriesPlot; width: number; x: number }) {
  return plot.lines.map((line) => {
    const found = markNear(line, x);
    return found && found.shown !== null ? (
      <circle
        key={line.key}
        cx={xToPixel(plot.x, width, found.x)}
        cy={yToPixel(plot.y, found.shown)}
        r="3"
        fill={line.look.colour}
        stroke="var(--surface)"
      />
    ) : null;
  });
}

"use client";

import type { KeyboardEvent } from "react";
import { useCursor } from "./cursor";
import { cardRows, cardTitle } from "./describe-mark";
import { HoverCard } from "./hover-card";
import { PLOT, pixelToX, xToPixel, yToPixel } from "./plot-area";
import { markNear, type SeriesPlot } from "./prepare-series";
import { DragArea, pixelOf, useDrag } from "./use-drag";

interface Props {
  id: string;
  title: string;
  plot: SeriesPlot;
  width: number;
  /** Two places on the axis, in order. */
  onZoom: (from: number, to: number) => void;
  onReset: () => void;
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

const KEY_STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/** The pointer and keyboard side of a series chart: shared cursor, hover card, zoom by drag. */
export function SeriesOverlay(props: Props) {
  const { id, title, plot, width, onReset } = props;
  const [cursor, setCursor] = useCursor();
  const { drag, onPointerDown, move, end, abort } = useDrag(plot.x, width, props.onZoom);
  const x = cursor === null ? null : Math.min(plot.x.hi, Math.max(plot.x.lo, cursor.x));
  const rows = cursor?.owner === id && x !== null ? cardRows(plot, x) : [];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = KEY_STEPS[event.key];
    if (event.key === "Escape") setCursor(null);
    if (by === undefined) return;
    event.preventDefault();
    const next = stepFrom(plot, x ?? plot.x.lo, cursor === null ? 0 : by);
    if (next !== null) setCursor({ x: next, owner: id });
  };
  const said = rows.map((row) => `${row.label} ${row.value} ${row.detail}`).join("; ");
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`${title}: values along the axis`}
      aria-valuemin={plot.x.lo}
      aria-valuemax={plot.x.hi}
      aria-valuenow={x ?? plot.x.hi}
      aria-valuetext={x === null ? "" : `${cardTitle(plot, x)}: ${said}`}
      className="absolute inset-0 cursor-crosshair touch-pan-y select-none rounded-sm"
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (drag) move(pixelOf(event));
        setCursor({ x: nearestX(plot, pixelToX(plot.x, width, pixelOf(event))), owner: id });
      }}
      onPointerUp={end}
      onPointerCancel={abort}
      onPointerLeave={() => setCursor(null)}
      onBlur={() => setCursor(null)}
      onDoubleClick={onReset}
      onKeyDown={onKeyDown}
    >
      {x === null ? null : <CursorMarks plot={plot} width={width} x={x} />}
      {drag ? <DragArea drag={drag} /> : null}
      {rows.length > 0 && x !== null ? (
        <HoverCard
          title={cardTitle(plot, x)}
          rows={rows}
          side={xToPixel(plot.x, width, x) > width / 2 ? "left" : "right"}
        />
      ) : null}
    </div>
  );
}

/** The cursor's line and a dot on each line of the chart. */
function CursorMarks({ plot, width, x }: { plot: SeriesPlot; width: number; x: number }) {
  const dots = plot.lines.flatMap((line) => {
    const found = markNear(line, x);
    return found && found.shown !== null ? [{ line, at: found.x, y: found.shown }] : [];
  });
  return (
    <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
      <path
        d={`M${xToPixel(plot.x, width, x).toFixed(1)} ${PLOT.top}V${PLOT.height - PLOT.bottom}`}
        stroke="var(--ink-3)"
        strokeDasharray="3 2"
      />
      {dots.map(({ line, at, y }) => (
        <circle
          key={line.key}
          cx={xToPixel(plot.x, width, at)}
          cy={yToPixel(plot.y, y)}
          r="3"
          fill={line.look.colour}
          stroke="var(--surface)"
        />
      ))}
    </svg>
  );
}

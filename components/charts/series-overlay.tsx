"use client";

import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useCursor } from "./cursor";
import { cardRows, cardTitle } from "./describe-mark";
import { HoverCard } from "./hover-card";
import { PLOT, pixelToX, xToPixel, yToPixel } from "./plot-area";
import { markNear, type SeriesPlot } from "./prepare-series";

interface Props {
  id: string;
  title: string;
  plot: SeriesPlot;
  width: number;
  /** Two places on the axis, in order. */
  onZoom: (from: number, to: number) => void;
  onReset: () => void;
}

/** Shorter drags are clicks. */
const LEAST_DRAG_PX = 6;

/** Pixels of a pointer from the left edge of the chart below. */
function pixelOf(event: PointerEvent<HTMLElement>): number {
  return event.clientX - event.currentTarget.getBoundingClientRect().left;
}

function useDrag({ plot, width, onZoom }: Props) {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    // A finger scrolls the page; it reads values, and zooms with the buttons.
    if (event.button !== 0 || event.pointerType === "touch") return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: pixelOf(event), to: pixelOf(event) });
  };
  const move = (pixel: number) => setDrag((old) => old && { ...old, to: pixel });
  const end = () => {
    if (drag && Math.abs(drag.to - drag.from) >= LEAST_DRAG_PX) {
      const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
      onZoom(pixelToX(plot.x, width, from), pixelToX(plot.x, width, to));
    }
    setDrag(null);
  };
  return { drag, onPointerDown, move, end, abort: () => setDrag(null) };
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
  const { drag, onPointerDown, move, end, abort } = useDrag(props);
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
      {drag ? (
        <span
          className="absolute border-accent border-x bg-accent/10"
          style={{
            top: PLOT.top,
            bottom: PLOT.bottom,
            left: Math.max(PLOT.left, Math.min(drag.from, drag.to)),
            width: Math.abs(drag.to - drag.from),
          }}
        />
      ) : null}
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

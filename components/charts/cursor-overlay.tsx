"use client";

import type { KeyboardEvent, ReactNode } from "react";
import { useCursor } from "./cursor";
import { type CardRow, cardTitle } from "./describe-mark";
import { HoverCard } from "./hover-card";
import { PLOT, pixelToX, xToPixel } from "./plot-area";
import type { Axis } from "./ticks";
import { DragArea, pixelOf, useDrag } from "./use-drag";
import type { XScale } from "./x-scale";

interface Props {
  /** Unique among the charts that share a cursor. */
  id: string;
  title: string;
  plot: { x: Axis & { scale: XScale } };
  width: number;
  /** Two places on the plot's axis, in order. Without it nothing can be dragged. */
  onZoom?: (from: number, to: number) => void;
  onReset?: () => void;
  /** Where the cursor stands for a place on the axis: at the nearest value. */
  snap: (x: number) => number;
  /** The value so many further along than the one at x: what arrow keys step through; null: there is none. */
  step: (x: number, by: number) => number | null;
  /** What the card says at x. */
  rowsAt: (x: number) => CardRow[];
  /** Drawn with the cursor's line. */
  marksAt?: (x: number) => ReactNode;
}

const KEY_STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/** The pointer and keyboard side of a chart along train steps, tokens or time: shared cursor, hover card, zoom by drag. */
export function CursorOverlay(props: Props) {
  const { id, title, plot, width, onZoom, onReset, snap, step, rowsAt, marksAt } = props;
  const [cursor, setCursor] = useCursor();
  const { drag, onPointerDown, move, end, abort } = useDrag(plot.x, width, onZoom);
  const x = cursor === null ? null : Math.min(plot.x.hi, Math.max(plot.x.lo, cursor.x));
  const rows = cursor?.owner === id && x !== null ? rowsAt(x) : [];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = KEY_STEPS[event.key];
    if (event.key === "Escape") setCursor(null);
    if (by === undefined) return;
    event.preventDefault();
    const next = step(x ?? plot.x.lo, cursor === null ? 0 : by);
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
      className="absolute inset-x-0 top-0 cursor-crosshair touch-pan-y select-none rounded-sm focus-visible:-outline-offset-2"
      style={{ height: PLOT.height }}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (drag) move(pixelOf(event));
        setCursor({ x: snap(pixelToX(plot.x, width, pixelOf(event))), owner: id });
      }}
      onPointerUp={end}
      onPointerCancel={abort}
      onPointerLeave={() => setCursor(null)}
      onBlur={() => setCursor(null)}
      onDoubleClick={onReset}
      onKeyDown={onKeyDown}
    >
      {x === null ? null : (
        <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
          <path
            d={`M${xToPixel(plot.x, width, x).toFixed(1)} ${PLOT.top}V${PLOT.height - PLOT.bottom}`}
            stroke="var(--ink-3)"
            strokeDasharray="3 2"
          />
          {marksAt?.(x)}
        </svg>
      )}
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

"use client";

import type { KeyboardEvent } from "react";
import { useCursor } from "@/components/charts/cursor";
import { cardTitle } from "@/components/charts/describe-mark";
import { HoverCard } from "@/components/charts/hover-card";
import { PLOT, pixelToX, xToPixel } from "@/components/charts/plot-area";
import { DragArea, pixelOf, useDrag } from "@/components/charts/use-drag";
import { placeNear, placeRows } from "./describe-place";
import type { ReplicatedPlot } from "./prepare-replicated";

interface Props {
  /** Unique among the charts that share a cursor. */
  id: string;
  title: string;
  plot: ReplicatedPlot;
  width: number;
  /** Two places on the plot's axis, in order. */
  onZoom: (from: number, to: number) => void;
  onReset: () => void;
}

const KEY_STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/** The arm whose places the cursor steps through: the one that goes furthest. */
function longest(plot: ReplicatedPlot) {
  return plot.curves.reduce(
    (a, b) => ((b.arm.x.at(-1) ?? 0) > (a?.arm.x.at(-1) ?? -1) ? b : a),
    plot.curves[0],
  );
}

/** The place nearest to x, `by` places further along; x itself where nothing is drawn. */
function snapped(plot: ReplicatedPlot, x: number, by = 0): number {
  const curve = longest(plot);
  const { unitSize } = plot.x.scale;
  const found = curve && placeNear(curve, unitSize, x);
  if (!curve || !found) return x;
  const place = Math.min(curve.arm.x.length - 1, Math.max(0, found.place + by));
  return (curve.arm.x[place] ?? 0) / unitSize;
}

/** The pointer and keyboard side of replicated curves: shared cursor, hover card, zoom by drag. */
export function ReplicatedOverlay({ id, title, plot, width, onZoom, onReset }: Props) {
  const [cursor, setCursor] = useCursor();
  const { drag, onPointerDown, move, end, abort } = useDrag(plot.x, width, onZoom);
  const x = cursor === null ? null : Math.min(plot.x.hi, Math.max(plot.x.lo, cursor.x));
  const shown = cursor?.owner === id && x !== null ? placeRows(plot, x) : [];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = KEY_STEPS[event.key];
    if (event.key === "Escape") setCursor(null);
    if (by === undefined) return;
    event.preventDefault();
    setCursor({ x: snapped(plot, x ?? plot.x.lo, cursor === null ? 0 : by), owner: id });
  };
  const said = shown.map((row) => `${row.label} ${row.value} ${row.detail}`).join("; ");
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`${title}: values along the axis`}
      aria-valuemin={plot.x.lo}
      aria-valuemax={plot.x.hi}
      aria-valuenow={x ?? plot.x.hi}
      aria-valuetext={x === null ? "" : `${cardTitle(plot, x)}: ${said}`}
      className="absolute inset-x-0 top-0 cursor-crosshair touch-pan-y select-none rounded-sm"
      style={{ height: PLOT.height }}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (drag) move(pixelOf(event));
        setCursor({ x: snapped(plot, pixelToX(plot.x, width, pixelOf(event))), owner: id });
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
        </svg>
      )}
      {drag ? <DragArea drag={drag} /> : null}
      {shown.length > 0 && x !== null ? (
        <HoverCard
          title={cardTitle(plot, x)}
          rows={shown}
          side={xToPixel(plot.x, width, x) > width / 2 ? "left" : "right"}
        />
      ) : null}
    </div>
  );
}

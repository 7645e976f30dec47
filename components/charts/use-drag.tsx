"use client";

import { type PointerEvent, useState } from "react";
import { PLOT, pixelToX } from "./plot-area";
import type { Axis } from "./ticks";

/** A drag over a chart, in pixels from its left edge. */
export interface Drag {
  from: number;
  to: number;
}

/** Shorter drags are clicks. */
const LEAST_DRAG_PX = 6;

/** Pixels of a pointer from the left edge of the chart below. */
export function pixelOf(event: PointerEvent<HTMLElement>): number {
  return event.clientX - event.currentTarget.getBoundingClientRect().left;
}

/** Choosing a stretch of the axis by dragging; `onZoom` gets its two ends in order. Without it there is no drag. */
export function useDrag(
  x: Pick<Axis, "lo" | "hi">,
  width: number,
  onZoom: ((from: number, to: number) => void) | undefined,
) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    // A finger scrolls the page; it reads values, and zooms with the buttons.
    if (!onZoom || event.button !== 0 || event.pointerType === "touch") return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: pixelOf(event), to: pixelOf(event) });
  };
  const move = (pixel: number) => setDrag((old) => old && { ...old, to: pixel });
  const end = () => {
    if (drag && Math.abs(drag.to - drag.from) >= LEAST_DRAG_PX) {
      const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
      onZoom?.(pixelToX(x, width, from), pixelToX(x, width, to));
    }
    setDrag(null);
  };
  return { drag, onPointerDown, move, end, abort: () => setDrag(null) };
}

/** What a drag has covered so far. */
export function DragArea({ drag }: { drag: Drag }) {
  return (
    <span
      className="absolute border-accent border-x bg-accent/10"
      style={{
        top: PLOT.top,
        bottom: PLOT.bottom,
        left: Math.max(PLOT.left, Math.min(drag.from, drag.to)),
        width: Math.abs(drag.to - drag.from),
      }}
    />
  );
}

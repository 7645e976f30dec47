"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useMemo, useRef } from "react";
import { HeatmapCanvas } from "@/components/charts/heatmap-canvas";
import type { ExplorerHeatmap } from "@/lib/contracts";
import { formatCount, plural } from "@/lib/format/number";
import { overviewInput } from "./overview-cells";

const WIDTH = 56;

interface Props {
  overview: ExplorerHeatmap | undefined;
  /** Trace steps drawn. */
  columns: number;
  total: number;
  height: number;
  /** The part of the list in sight is drawn by whoever follows the scroll: React does not hear of it. */
  inSight: RefObject<HTMLDivElement | null>;
  onShare: (share: number) => void;
  onPage: (pages: number) => void;
}

/**
 * Puts the frame of what is in sight where it belongs; shares of the whole list. Its top moves by a transform of an element
 * as high as the strip: a scroll then lays nothing out.
 */
export function showInSight(element: HTMLDivElement | null, from: number, to: number): void {
  const frame = element?.firstElementChild;
  if (!element || !(frame instanceof HTMLElement)) return;
  // Of a long list it is a few pixels high, and at its end still in sight.
  element.style.transform = `translateY(min(${from * 100}%, calc(100% - 4px)))`;
  const height = `${(Math.max(0, to - from) * 100).toFixed(3)}%`;
  if (frame.style.height !== height) frame.style.height = height;
}

function keysOf(onPage: Props["onPage"], onShare: Props["onShare"]) {
  return (event: KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      ArrowDown: () => onPage(1),
      PageDown: () => onPage(1),
      ArrowUp: () => onPage(-1),
      PageUp: () => onPage(-1),
      Home: () => onShare(0),
      End: () => onShare(1),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };
}

/** The whole selection, each line the mean of its traces' c by trace step: a click or a drag scrolls the list there. */
export function OverviewStrip({ overview, columns, total, height, inSight, onShare, onPage }: Props) {
  const input = useMemo(() => (overview ? overviewInput(overview, columns) : null), [overview, columns]);
  const isDragged = useRef(false);
  const move = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    onShare((event.clientY - box.top) / box.height);
  };
  const each = input && input.rows > 0 ? total / input.rows : 1;
  return (
    <div className="no-print hidden shrink-0 border-l md:block" style={{ width: WIDTH + 1 }}>
      <div
        role="slider"
        tabIndex={0}
        aria-label="Place in the whole list"
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={0}
        aria-valuetext={`Overview of ${plural(total, "trace")}`}
        title={`All ${formatCount(total)} traces in the order of the list, c by trace step${each > 1.5 ? `; a line is about ${formatCount(Math.round(each))} of them` : ""}. Click or drag to go there.`}
        className="relative size-full cursor-pointer touch-none select-none overflow-hidden bg-line"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          isDragged.current = true;
          move(event);
        }}
        onPointerMove={(event) => {
          if (isDragged.current) move(event);
        }}
        onPointerUp={() => {
          isDragged.current = false;
        }}
        onKeyDown={keysOf(onPage, onShare)}
      >
        {input && input.columns > 0 && height > 0 ? (
          <HeatmapCanvas input={input} width={WIDTH} height={height} />
        ) : null}
        <div ref={inSight} className="pointer-events-none absolute inset-0 will-change-transform">
          <div className="min-h-1 border-2 border-accent bg-accent/15" />
        </div>
      </div>
    </div>
  );
}

"use client";

import { type KeyboardEvent, type MouseEvent, type PointerEvent, useState } from "react";
import { HeatmapCanvas } from "./heatmap-canvas";
import { HeatmapHover } from "./heatmap-hover";
import { heatmapHeight, heatmapWidth, labelledIndices } from "./heatmap-size";
import { cellUnder, type HeatmapInput } from "./prepare-heatmap";
import { useWidth } from "./use-width";

export interface HeatmapCursor {
  column: number;
  row: number;
}

export interface HeatmapChartProps {
  input: HeatmapInput;
  /** What the chart shows, in a sentence for people who do not see it. */
  label: string;
  columnTitle: string;
  rowTitle: string;
  columnLabel: (column: number) => string;
  rowLabel: (row: number) => string;
  /** The hover card's lines, its title first; none where there is nothing to say. */
  describe: (cursor: HeatmapCursor) => readonly string[];
  /** A click or Enter on a cell. */
  onOpen: (cursor: HeatmapCursor) => void;
  textAt?: (column: number, row: number) => readonly string[];
  /** A small multiple: lower cells, no text in them. */
  compact?: boolean;
}

const LABEL_ROOM = { column: 46, row: 13 };
const ROW_AXIS = 30;

/** Where an arrow key, Home or End leads from a cell; null for any other key. */
export function moved(key: string, { column, row }: HeatmapCursor, grid: HeatmapInput): HeatmapCursor | null {
  const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  switch (key) {
    case "ArrowLeft":
      return { column: within(column - 1, grid.columns), row };
    case "ArrowRight":
      return { column: within(column + 1, grid.columns), row };
    case "ArrowUp":
      return { column, row: within(row - 1, grid.rows) };
    case "ArrowDown":
      return { column, row: within(row + 1, grid.rows) };
    case "Home":
      return { column: 0, row };
    case "End":
      return { column: grid.columns - 1, row };
    default:
      return null;
  }
}

const START: HeatmapCursor = { column: 0, row: 0 };

function useCursor({ input, onOpen }: Pick<HeatmapChartProps, "input" | "onOpen">) {
  const [cursor, setCursor] = useState<HeatmapCursor | null>(null);
  const under = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellUnder({ x: event.clientX - box.left, y: event.clientY - box.top }, box, input);
  };
  return {
    // New data may have fewer cells than the cursor knew.
    cursor: cursor && cursor.column < input.columns && cursor.row < input.rows ? cursor : null,
    handlers: {
      onPointerMove: (event: PointerEvent) => setCursor(under(event)),
      onPointerLeave: () => setCursor(null),
      onFocus: () => setCursor((at) => at ?? START),
      onBlur: () => setCursor(null),
      onKeyDown: (event: KeyboardEvent) => {
        const next = moved(event.key, cursor ?? START, input);
        if (!next) return;
        event.preventDefault();
        setCursor(next);
      },
      onClick: (event: MouseEvent) => {
        // Enter and Space click with detail 0: they mean the cell that the keys moved to.
        const cell = event.detail === 0 ? cursor : under(event);
        if (cell) onOpen(cell);
      },
    },
  };
}

/** A heatmap of c_i with its axes, a card at the cell under the pointer or the keys, and a way into the cell. */
export function HeatmapChart(props: HeatmapChartProps) {
  const { input, compact = false, textAt } = props;
  const [ref, available] = useWidth<HTMLDivElement>();
  const { cursor, handlers } = useCursor(props);
  const width = heatmapWidth(input.columns, available - ROW_AXIS);
  const height = heatmapHeight(input.rows, compact);
  const lines = cursor ? props.describe(cursor) : [];
  const size = { width: width / Math.max(1, input.columns), height: height / Math.max(1, input.rows) };
  return (
    <figure ref={ref} className="relative min-w-0 text-2xs text-ink-3">
      <div className="pb-0.5">{props.rowTitle}</div>
      <div className="flex">
        <RowAxis {...props} height={height} />
        <div className="relative" style={{ width, height }}>
          <button
            type="button"
            aria-label={`${props.label} Arrow keys move from cell to cell, Enter opens.`}
            className="block size-full cursor-crosshair bg-line"
            {...handlers}
          >
            <HeatmapCanvas
              input={input}
              width={width}
              height={height}
              textAt={compact ? undefined : textAt}
            />
          </button>
          {cursor && lines.length > 0 ? (
            <HeatmapHover cursor={cursor} size={size} width={width} lines={lines} />
          ) : null}
        </div>
      </div>
      <ColumnAxis {...props} width={width} />
      <span className="sr-only" aria-live="polite">
        {lines.join(", ")}
      </span>
    </figure>
  );
}

function RowAxis({ input, rowLabel, height }: HeatmapChartProps & { height: number }) {
  const each = height / Math.max(1, input.rows);
  return (
    <div aria-hidden className="relative shrink-0" style={{ width: ROW_AXIS, height }}>
      {labelledIndices(input.rows, height, LABEL_ROOM.row).map((row) => (
        <span
          key={row}
          className="absolute right-1.5 -translate-y-1/2 leading-none"
          style={{ top: (row + 0.5) * each }}
        >
          {rowLabel(row)}
        </span>
      ))}
    </div>
  );
}

function ColumnAxis({ input, columnLabel, columnTitle, width }: HeatmapChartProps & { width: number }) {
  const each = width / Math.max(1, input.columns);
  return (
    <div aria-hidden className="relative h-8" style={{ marginLeft: ROW_AXIS, width }}>
      {labelledIndices(input.columns, width, LABEL_ROOM.column).map((column) => (
        <span
          key={column}
          className="absolute top-1 -translate-x-1/2 whitespace-nowrap leading-none"
          style={{ left: (column + 0.5) * each }}
        >
          {columnLabel(column)}
        </span>
      ))}
      <span className="absolute inset-x-0 bottom-0 whitespace-nowrap text-center leading-none">
        {columnTitle}
      </span>
    </div>
  );
}

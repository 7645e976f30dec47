"use client";

import { memo, type PointerEvent, useEffect, useRef } from "react";
import { useThemeCount } from "@/components/charts/heatmap-theme";
import { cssColour, solvabilityColour } from "@/components/charts/solvability-scale";
import { resolveColours } from "@/components/charts/theme";
import type { ExplorerRow } from "@/lib/contracts";
import { BYTES_PER_C, MISSING_BYTE, NOT_SCORED_BYTE } from "@/lib/traces/solvability-bytes";
import { bytesOf } from "./heat-words";
import type { HeatColumns } from "./overview-cells";
import { HEAD_HEIGHT, ROW_HEIGHT } from "./window-of";

/** Room between the cells of two rows, px. */
const GAP = 3;
/** Cells do not grow to slabs where traces have few steps. */
const WIDEST_CELL = 26;

/** Room for "+12": the trace steps that have no column. */
const MORE_ROOM = 24;

/** Width of a cell, px, so that every column has its place. */
export function cellWidth(width: number, { shown, hasMore }: HeatColumns): number {
  return Math.min(WIDEST_CELL, Math.max(1, width - (hasMore ? MORE_ROOM : 0)) / shown);
}

/** Width of all cells where there is room enough, px. */
export const heatWidth = ({ shown, hasMore }: HeatColumns) => shown * WIDEST_CELL + (hasMore ? MORE_ROOM : 0);

const COLOURS = Array.from({ length: BYTES_PER_C + 1 }, (_, byte) =>
  cssColour(solvabilityColour(byte / BYTES_PER_C)),
);

/** Stripes of what was asked for and lost. */
function hatch(context: CanvasRenderingContext2D, ink: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = 6;
  tile.height = 6;
  const pen = tile.getContext("2d");
  if (!pen) return ink;
  pen.strokeStyle = ink;
  pen.lineWidth = 1.5;
  for (const shift of [-6, 0, 6]) {
    pen.beginPath();
    pen.moveTo(shift, 6);
    pen.lineTo(shift + 6, 0);
    pen.stroke();
  }
  return context.createPattern(tile, "repeat") ?? ink;
}

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Inks {
  line: string;
  missing: CanvasPattern | string;
}

function drawCell(context: CanvasRenderingContext2D, byte: number, at: Place, inks: Inks) {
  const { x, y, width, height } = at;
  if (byte <= BYTES_PER_C) {
    context.fillStyle = COLOURS[byte] ?? inks.line;
    context.fillRect(x, y, width, height);
    return;
  }
  if (byte !== MISSING_BYTE && byte !== NOT_SCORED_BYTE) return;
  if (byte === MISSING_BYTE) {
    context.fillStyle = inks.missing;
    context.fillRect(x, y, width, height);
  }
  // Blank paper with an edge: a trace step is there, and it was not scored.
  context.strokeStyle = inks.line;
  context.strokeRect(x + 0.5, y + 0.5, Math.max(1, width - 1), height - 1);
}

interface Props {
  rows: readonly (ExplorerRow | null)[];
  /** Place of the first of them in the list. */
  first: number;
  columns: HeatColumns;
  /** CSS pixels. */
  width: number;
  onHover: (at: { index: number; traceStep: number; x: number; y: number } | null) => void;
  onOpen: (index: number, traceStep: number) => void;
}

function paint(canvas: HTMLCanvasElement, { rows, columns, width }: Omit<Props, "onHover" | "onOpen">) {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(rows.length * ROW_HEIGHT * ratio));
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(ratio, ratio);
  const { axis, zero, text } = resolveColours(canvas.parentElement ?? document.body);
  const inks = { line: zero, missing: hatch(context, axis) };
  context.font = `10px ${getComputedStyle(canvas).fontFamily}`;
  context.textBaseline = "middle";
  const each = cellWidth(width, columns);
  const gap = each >= 6 ? 1 : 0;
  rows.forEach((row, i) => {
    if (!row) return;
    const bytes = bytesOf(row.solvability);
    bytes.subarray(0, columns.shown).forEach((byte, step) => {
      const place = { x: step * each, y: i * ROW_HEIGHT + GAP };
      drawCell(context, byte, { ...place, width: each - gap, height: ROW_HEIGHT - 2 * GAP }, inks);
    });
    if (bytes.length <= columns.shown) return;
    context.fillStyle = text;
    context.fillText(`+${bytes.length - columns.shown}`, columns.shown * each + 3, (i + 0.5) * ROW_HEIGHT);
  });
}

/** The c_i of the rows in the document, each at the height of its row; one canvas, whatever their number. */
export const RowHeat = memo(function RowHeat(props: Props) {
  const { rows, first, columns, width, onHover, onOpen } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeCount();
  useEffect(() => {
    if (theme >= 0 && canvas.current && width > 0) paint(canvas.current, { rows, first, columns, width });
  }, [rows, first, columns, width, theme]);
  const under = ({ nativeEvent }: PointerEvent | React.MouseEvent) => {
    const at = Math.floor(nativeEvent.offsetY / ROW_HEIGHT);
    const traceStep = Math.floor(nativeEvent.offsetX / cellWidth(width, columns)) + 1;
    const row = rows[at];
    if (!row || traceStep > Math.min(row.stepCount, columns.shown)) return null;
    return { index: first + at, traceStep, x: nativeEvent.clientX, y: nativeEvent.clientY };
  };
  return (
    // Each row holds the same numbers as text, and the keys open it: this is the pointer's short way.
    <canvas
      ref={canvas}
      aria-hidden
      data-heat
      className="absolute right-0 z-1 cursor-crosshair"
      style={{ top: HEAD_HEIGHT + first * ROW_HEIGHT, width, height: rows.length * ROW_HEIGHT }}
      onPointerMove={(event) => onHover(under(event))}
      onPointerLeave={() => onHover(null)}
      onClick={(event) => {
        const at = under(event);
        if (at) onOpen(at.index, at.traceStep);
      }}
    />
  );
});

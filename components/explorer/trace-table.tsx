"use client";

import { type ReactNode, useMemo, useState } from "react";
import { useWidth } from "@/components/charts/use-width";
import type { ExplorerRow } from "@/lib/contracts";
import { cellWords } from "./heat-words";
import type { HeatColumns } from "./overview-cells";
import { cellWidth, RowHeat } from "./row-heat";
import { type Order, TableHead } from "./table-head";
import { type RowActions, TraceRow, WaitingRow } from "./trace-row";
import type { ListWindow } from "./use-window";
import { ROW_HEIGHT } from "./window-of";

interface Props extends Order {
  window: Pick<ListWindow, "scroller" | "range">;
  total: number;
  rowAt: (index: number) => ExplorerRow | null;
  current: number | null;
  chosen: ReadonlySet<string>;
  actions: RowActions;
  onOrder: (order: Order) => void;
  onOpenStep: (index: number, traceStep: number) => void;
  columns: HeatColumns;
  foundIn: (id: string) => ReactNode;
  runNames: ReadonlyMap<string, string>;
}

const LEAST_MARK_ROOM = 16;

/** Labels of the heatmap's columns: 1, and then as many as fit. */
export function stepMarksOf(width: number, columns: HeatColumns): { traceStep: number; left: number }[] {
  const each = cellWidth(width, columns);
  const every = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((n) => n * each >= LEAST_MARK_ROOM) ?? 1000;
  return Array.from({ length: columns.shown }, (_, i) => i + 1)
    .filter((traceStep) => traceStep === 1 || traceStep % every === 0)
    .filter((traceStep) => every === 1 || traceStep === 1 || (traceStep - 1) * each >= LEAST_MARK_ROOM)
    .map((traceStep) => ({ traceStep, left: (traceStep - 1) * each + 1 }));
}

/** Stands for the rows out of sight. */
function Space({ rows }: { rows: number }) {
  if (rows <= 0) return null;
  return (
    <tr aria-hidden>
      <td className="p-0" style={{ height: rows * ROW_HEIGHT }} />
    </tr>
  );
}

/** The list with its heatmap; only rows in sight are in the document. */
export function TraceTable(props: Props) {
  const { window: seen, total, rowAt, current, chosen, actions, columns, foundIn, runNames } = props;
  const [heat, heatWidth] = useWidth<HTMLDivElement>();
  const { first, end } = seen.range;
  const lines = Array.from({ length: end - first }, (_, i) => ({ index: first + i, row: rowAt(first + i) }));
  const rows = lines.map((line) => line.row);
  const stepMarks = useMemo(() => stepMarksOf(heatWidth, columns), [heatWidth, columns]);
  return (
    <section
      ref={seen.scroller}
      aria-label="Traces, scrolls"
      className="@container relative min-w-0 flex-1 overflow-y-auto overflow-x-hidden bg-surface [contain:strict] focus-visible:outline-offset-[-2px]"
    >
      <div className="relative">
        <table
          aria-label="Traces"
          aria-rowcount={total + 1}
          className="w-full table-fixed border-collapse text-left text-sm"
        >
          <TableHead {...props} heat={heat} stepMarks={stepMarks} />
          <tbody>
            <Space rows={first} />
            {lines.map(({ index, row }) =>
              row ? (
                <TraceRow
                  key={row.id}
                  row={row}
                  index={index}
                  isCurrent={index === current}
                  isChosen={chosen.has(row.id)}
                  actions={actions}
                  run={runNames.get(row.runId) ?? ""}
                  found={foundIn(row.id)}
                />
              ) : (
                <WaitingRow key={`waiting-${index}`} index={index} />
              ),
            )}
            <Space rows={total - end} />
          </tbody>
        </table>
        <Heat {...props} rows={rows} width={heatWidth} />
      </div>
    </section>
  );
}

/** The painted cells, and the card of the one under the pointer. */
function Heat(props: Props & { rows: readonly (ExplorerRow | null)[]; width: number }) {
  const { rows, width, columns, rowAt, onOpenStep } = props;
  const { first } = props.window.range;
  const [hover, setHover] = useState<{ index: number; traceStep: number; x: number; y: number } | null>(null);
  const row = hover ? rowAt(hover.index) : null;
  const kept = useSameRows(rows);
  return (
    <>
      <RowHeat
        rows={kept}
        first={first}
        columns={columns}
        width={width}
        onHover={setHover}
        onOpen={onOpenStep}
      />
      {hover && row ? <HoverCard x={hover.x} y={hover.y} lines={cellWords(row, hover.traceStep)} /> : null}
    </>
  );
}

/** The same array as long as the same rows stand in it: the canvas is painted for new rows, not for each render. */
function useSameRows(rows: readonly (ExplorerRow | null)[]): readonly (ExplorerRow | null)[] {
  const [kept, setKept] = useState(rows);
  const same = kept.length === rows.length && kept.every((row, i) => row === rows[i]);
  if (!same) setKept(rows);
  return same ? kept : rows;
}

function HoverCard({ x, y, lines }: { x: number; y: number; lines: readonly string[] }) {
  const [title, ...rest] = lines;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed z-30 w-max max-w-64 -translate-x-full rounded-md border bg-surface px-2.5 py-2 text-ink-2 text-xs shadow-pop"
      style={{ left: x - 12, top: y + 12 }}
    >
      <p className="font-medium text-ink">{title}</p>
      {rest.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

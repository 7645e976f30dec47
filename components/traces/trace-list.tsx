"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { SortTh, Th } from "@/components/ui/table";
import type { TraceQuery, TraceRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import type { TracesState } from "./filters-state";
import { hasGroups, linesOf, nextTrace, type TraceListLine } from "./trace-list-lines";
import { COLUMN_COUNT, GroupLine, LINE_HEIGHT, TraceLine } from "./trace-list-row";

interface Props {
  rows: readonly TraceRow[];
  state: Pick<TracesState, "sort" | "order" | "grouped">;
  onChange: (change: Partial<TracesState>) => void;
}

const HEAD_HEIGHT = 33;
const OVERSCAN = 12;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

/** j and k walk the traces from anywhere on the page, o or Enter opens the one reached. */
function useKeys(rows: readonly TraceRow[], scrollTo: (index: number) => void) {
  const router = useRouter();
  const [current, setCurrent] = useState<number | null>(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
    const next = event.key === "j" || event.key === "k" ? nextTrace(event.key, current, rows.length) : null;
    const row = current === null ? undefined : rows[current];
    if (next !== null) {
      setCurrent(next);
      scrollTo(next);
    } else if (row && event.key === "o") router.push(routes.trace(row.id));
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
  return { current, setCurrent };
}

/** The traces of one answer; only lines in sight are in the document. */
export function TraceList({ rows, state, onChange }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const isGrouped = state.grouped && state.sort === "trainStep" && hasGroups(rows);
  const lines = useMemo(() => linesOf(rows, isGrouped), [rows, isGrouped]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
    paddingStart: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    // What the server draws, before there is a scroller to measure.
    initialRect: { width: 1200, height: 640 },
  });
  const { current, setCurrent } = useKeys(rows, (index) =>
    virtual.scrollToIndex(lines.findIndex((l) => l.kind === "trace" && l.index === index)),
  );
  const items = virtual.getVirtualItems();
  const before = (items[0]?.start ?? HEAD_HEIGHT) - HEAD_HEIGHT;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? HEAD_HEIGHT);
  const draw = (line: TraceListLine | undefined) => {
    if (!line) return null;
    if (line.kind === "group") return <GroupLine key={line.key} line={line} />;
    return (
      <TraceLine
        key={line.key}
        row={line.row}
        withPrompt={!isGrouped}
        current={line.index === current}
        onPoint={() => setCurrent(line.index)}
      />
    );
  };
  return (
    <div ref={scroller} className="max-h-[min(70vh,48rem)] overflow-auto">
      <table
        className="w-full border-collapse text-left text-sm"
        aria-label="Traces"
        aria-rowcount={lines.length + 1}
      >
        <Head state={state} isGrouped={isGrouped} onChange={onChange} />
        <tbody>
          <Space height={before} />
          {items.map((item) => draw(lines[item.index]))}
          <Space height={after} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the lines out of sight. */
function Space({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={COLUMN_COUNT} style={{ height }} />
    </tr>
  );
}

function Head({ state, isGrouped, onChange }: Pick<Props, "state" | "onChange"> & { isGrouped: boolean }) {
  const sorted = (sort: TraceQuery["sort"]) => ({
    direction: state.sort === sort ? state.order : null,
    onSort: (order: TraceQuery["order"]) => onChange({ sort, order, offset: 0 }),
  });
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      <tr>
        <SortTh {...sorted("trainStep")} first="desc" className="sticky left-0 bg-surface">
          Train step · sample
        </SortTh>
        <Th>{isGrouped ? "Family" : "Prompt"}</Th>
        <Th>Outcome</Th>
        <Th>Answer</Th>
        <SortTh {...sorted("drop")} first="asc">
          c by trace step
        </SortTh>
        <SortTh {...sorted("reward")} numeric first="desc">
          R
        </SortTh>
        <SortTh {...sorted("process")} numeric first="desc">
          R_proc
        </SortTh>
        <Th>Gate</Th>
        <SortTh {...sorted("advantage")} numeric first="desc">
          Advantage
        </SortTh>
        <Th numeric>K</Th>
        <SortTh {...sorted("tokens")} numeric first="desc" unit="tokens">
          Length
        </SortTh>
      </tr>
    </thead>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState } from "react";
import { cx } from "@/components/ui/cx";
import { QueryFailure } from "@/components/ui/query-failure";
import { TableSkeleton } from "@/components/ui/skeleton";
import { keepTrail } from "@/lib/client/trace-trail";
import type { ExplorerRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { toggled, withStretch } from "./chosen";
import type { HeatColumns } from "./overview-cells";
import { OverviewStrip, showInSight } from "./overview-strip";
import { PeekPanel } from "./peek-panel";
import type { Order } from "./table-head";
import { TraceTable } from "./trace-table";
import { useFound } from "./use-found";
import { useHeight } from "./use-height";
import { useListKeys } from "./use-list-keys";
import { useOverview } from "./use-overview";
import { type RowsAnswer, useRows } from "./use-rows";
import { useStableActions } from "./use-stable";
import { useWindow } from "./use-window";
import { ROW_HEIGHT } from "./window-of";

export interface ListProps extends Order {
  answer: RowsAnswer;
  columns: HeatColumns;
  runNames: ReadonlyMap<string, string>;
  text: string | undefined;
  onOrder: (order: Order) => void;
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  peek: string;
  onPeek: (id: string | null) => void;
  /** What stands in place of the list where it is empty. */
  nothing: ReactNode;
}

/** Loaded rows around one: what h and l walk on the trace's page. */
const TRAIL = 200;

function trailOf(rowAt: (index: number) => ExplorerRow | null, index: number): string[] {
  const ids: string[] = [];
  for (let i = Math.max(0, index - TRAIL); i <= index + TRAIL; i++) {
    const row = rowAt(i);
    if (row) ids.push(row.id);
  }
  return ids;
}

function useList(props: ListProps & { query: string }) {
  const { answer, query, chosen, onChosen, peek, onPeek } = props;
  const router = useRouter();
  const inSight = useRef<HTMLDivElement>(null);
  const seen = useWindow(answer.total, (from, to) => showInSight(inSight.current, from, to));
  const rowAt = useRows(query, answer.total, seen.range);
  const [current, setCurrent] = useState<number | null>(null);
  const lastChosen = useRef<number | null>(null);
  const rowHere = current === null ? null : rowAt(current);

  const leave = (index: number) => {
    const row = rowAt(index);
    const { pathname, search } = window.location;
    if (row)
      keepTrail({ title: "Explorer", href: `${pathname}${search}`, ids: trailOf(rowAt, index) }, row.id);
  };
  const point = (index: number) => {
    setCurrent(index);
    const row = rowAt(index);
    if (peek && row) onPeek(row.id);
  };
  const goTo = (index: number) => {
    point(index);
    seen.reveal(index);
  };
  const choose = (index: number) => {
    const row = rowAt(index);
    if (!row) return;
    lastChosen.current = index;
    onChosen(toggled(chosen, row.id));
  };
  const open = (index: number, traceStep?: number) => {
    const row = rowAt(index);
    if (!row) return;
    leave(index);
    router.push(`${routes.trace(row.id)}${traceStep === undefined ? "" : `#s${traceStep}`}`);
  };
  const firstInSight = () => Math.ceil((seen.scroller.current?.scrollTop ?? 0) / ROW_HEIGHT);
  const within = (index: number) => Math.max(0, Math.min(answer.total - 1, index));
  useListKeys({
    move: (by) => {
      if (answer.total > 0) goTo(within(current === null ? firstInSight() : current + by));
    },
    toEnd: (end) => {
      if (answer.total > 0) goTo(end === "first" ? 0 : answer.total - 1);
    },
    page: () => Math.max(1, Math.floor((seen.scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2),
    open: () => {
      if (current !== null) open(current);
    },
    choose: () => {
      if (current !== null) choose(current);
    },
    chooseUpTo: () => {
      if (current === null) return;
      const from = lastChosen.current ?? current;
      const [low, high] = [Math.min(from, current), Math.max(from, current)];
      const ids = Array.from({ length: high - low + 1 }, (_, i) => rowAt(low + i)?.id);
      onChosen(
        withStretch(
          chosen,
          ids.filter((id) => id !== undefined),
        ),
      );
    },
    peek: () => {
      if (peek) onPeek(null);
      else if (rowHere) onPeek(rowHere.id);
    },
    escape: () => (peek ? onPeek(null) : onChosen(new Set())),
  });
  return { inSight, seen, rowAt, current, leave, point, choose, open };
}

/** The list beside its heatmap, the strip of the whole selection, and the trace that is read beside them. */
export function ExplorerList(props: ListProps) {
  const { answer } = props;
  const failure = answer.error ? (
    <QueryFailure title="The traces could not be read" error={answer.error} onRetry={answer.retry} />
  ) : null;
  if (failure && answer.query === null) return failure;
  if (answer.query === null) return <TableSkeleton rows={16} />;
  if (answer.total === 0 && !answer.isStale) return props.nothing;
  return (
    <>
      {failure}
      <LoadedList key={answer.query} {...props} query={answer.query} />
    </>
  );
}

function LoadedList(props: ListProps & { query: string }) {
  const { query, answer, columns, runNames, chosen, peek, onPeek, sort, order, onOrder } = props;
  const list = useList(props);
  const overview = useOverview(query);
  const [box, height] = useHeight<HTMLDivElement>();
  const { point, choose, leave } = list;
  const stable = useStableActions({ point, choose, leave });
  const foundIn = useFound(props.text, list.rowAt, list.seen.range);
  const peeked = () => {
    if (list.current !== null) list.leave(list.current);
  };
  return (
    <div
      ref={box}
      aria-busy={answer.isStale}
      className={cx(
        "relative flex h-[75dvh] min-h-0 flex-1 transition-opacity max-md:flex-none md:h-auto",
        answer.isStale && "opacity-50",
      )}
    >
      <TraceTable
        window={list.seen}
        total={answer.total}
        rowAt={list.rowAt}
        current={list.current}
        chosen={chosen}
        actions={stable}
        onOpenStep={list.open}
        foundIn={foundIn}
        {...{ columns, sort, order, onOrder, runNames }}
      />
      <OverviewStrip
        overview={overview}
        columns={columns.shown}
        total={answer.total}
        height={height}
        inSight={list.inSight}
        onShare={list.seen.scrollToShare}
        onPage={(pages) => {
          const { scroller } = list.seen;
          scroller.current?.scrollBy({ top: pages * scroller.current.clientHeight * 0.9 });
        }}
      />
      {peek ? <PeekPanel id={peek} onLeave={peeked} onClose={() => onPeek(null)} /> : null}
    </div>
  );
}

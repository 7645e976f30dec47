"use client";

import { type ReactNode, useRef } from "react";
import { cx } from "@/components/ui/cx";
import { QueryFailure } from "@/components/ui/query-failure";
import { TableSkeleton } from "@/components/ui/skeleton";
import type { HeatColumns } from "./overview-cells";
import { OverviewStrip, showInSight } from "./overview-strip";
import { PeekPanel } from "./peek-panel";
import type { Order } from "./table-head";
import { TraceTable } from "./trace-table";
import { useFound } from "./use-found";
import { useHeight } from "./use-height";
import { useList } from "./use-list";
import { useOverview } from "./use-overview";
import { type RowsAnswer, useRows } from "./use-rows";
import { useStableActions } from "./use-stable";
import { useWindow } from "./use-window";

export interface ListProps extends Order {
  answer: RowsAnswer;
  columns: HeatColumns;
  runNames: ReadonlyMap<string, string>;
  text: string | undefined;
  project: string | null;
  onOrder: (order: Order) => void;
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  peek: string;
  onPeek: (id: string | null) => void;
  /** What stands in place of the list where it is empty. */
  nothing: ReactNode;
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
  const inSight = useRef<HTMLDivElement>(null);
  const seen = useWindow(answer.total, (from, to) => showInSight(inSight.current, from, to));
  const rowAt = useRows(query, answer.total, seen.range);
  const list = useList({ ...props, total: answer.total, rowAt, seen });
  const overview = useOverview(query);
  const [box, height] = useHeight<HTMLDivElement>();
  const { point, choose, leave } = list;
  const stable = useStableActions({ point, choose, leave });
  const foundIn = useFound(props.text, rowAt, seen.range);
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
        window={seen}
        total={answer.total}
        rowAt={rowAt}
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
        inSight={inSight}
        onShare={seen.scrollToShare}
        onPage={(pages) => {
          const { scroller } = seen;
          scroller.current?.scrollBy({ top: pages * scroller.current.clientHeight * 0.9 });
        }}
      />
      {peek ? (
        <PeekPanel
          id={peek}
          text={props.text}
          project={props.project}
          onLeave={peeked}
          onClose={() => onPeek(null)}
        />
      ) : null}
    </div>
  );
}

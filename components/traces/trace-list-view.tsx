"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useRef } from "react";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Kbd } from "@/components/ui/kbd";
import { Pager } from "@/components/ui/pager";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { type SolvabilityGrid, solvabilityGrid, type TraceList as Traces, traceList } from "@/lib/contracts";
import type { LiveMessage } from "@/lib/contracts/live";
import { FiltersBar } from "./filters-bar";
import {
  filterCount,
  originOf,
  TRACES_PAGE,
  TRACES_STATE,
  type TracesState,
  tracesQueryOf,
} from "./filters-state";
import { HeatmapPanel } from "./heatmap-panel";
import { TraceList } from "./trace-list";

interface Props {
  runId: string;
  grid: SolvabilityGrid;
  traces: Traces;
  /** The query string that `traces` answers. */
  tracesQuery: string;
}

const ORIGIN_LABELS = {
  train: "Training",
  probe: "Probe",
  evaluation: "Evaluation",
  import: "Imported",
} as const;

/** Whether news may have changed the traces or their heatmap. */
const isAboutTraces = (message: LiveMessage) => message.type === "traces" || message.type === "status";

function useTraces(props: Props, state: TracesState) {
  const { runId, grid, traces, tracesQuery } = props;
  const origin = originOf(state.origin, grid.available);
  const query = tracesQueryOf(state, origin);
  const heatmap = useQuery({
    queryKey: ["solvability", runId, origin],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/runs/${runId}/solvability?origin=${origin}`, solvabilityGrid, { signal }),
    placeholderData: keepPreviousData,
    ...(origin === grid.origin ? { initialData: grid } : {}),
  });
  const list = useQuery({
    queryKey: ["traces", runId, query],
    queryFn: ({ signal }) => fetchJson(`/api/v1/runs/${runId}/traces?${query}`, traceList, { signal }),
    placeholderData: keepPreviousData,
    ...(query === tracesQuery ? { initialData: traces } : {}),
  });
  useLiveRefresh(
    { runs: [runId] },
    [
      ["solvability", runId],
      ["traces", runId],
    ],
    isAboutTraces,
  );
  return { origin, query, heatmap, list };
}

/** One run: its heatmap, and the traces behind it. */
export function RunTracesView(props: Props) {
  const [state, setState] = useQueryStates(TRACES_STATE);
  const { origin, query, heatmap, list } = useTraces(props, state);
  const listAt = useRef<HTMLDivElement>(null);
  const change = (next: Partial<TracesState>) => void setState(next);
  const narrowFromHeatmap = (next: Partial<TracesState>) => {
    change(next);
    if ("from" in next) listAt.current?.scrollIntoView({ block: "start", behavior: "smooth" });
  };
  const grid = heatmap.data ?? props.grid;
  const rows = list.data?.rows ?? [];
  return (
    <div className="flex flex-col gap-4 p-4">
      <OriginSwitch
        grid={grid}
        origin={origin}
        onOrigin={(chosen) => change({ origin: chosen, from: null, to: null, offset: 0 })}
      />
      {heatmap.error ? (
        <Failure error={heatmap.error} onRetry={() => void heatmap.refetch()} />
      ) : (
        <HeatmapPanel
          grid={grid}
          origin={origin}
          traces={rows}
          view={state.view}
          onChange={narrowFromHeatmap}
        />
      )}
      <div ref={listAt} className="scroll-mt-2">
        <Panel title="Traces" padded={false} aside={<KeyHint />}>
          <FiltersBar state={state} onChange={change} />
          {/* The filters stay in reach: what the server refuses may be one of them. */}
          {list.error ? (
            <Failure error={list.error} onRetry={() => void list.refetch()} />
          ) : list.data ? (
            <div
              aria-busy={list.isPlaceholderData}
              className={cx("transition-opacity", list.isPlaceholderData && "opacity-50")}
            >
              <Rows key={query} traces={list.data} state={state} onChange={change} />
            </div>
          ) : (
            <TableSkeleton />
          )}
        </Panel>
      </div>
    </div>
  );
}

function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <ErrorState
      title="The traces could not be read"
      detail={error.message}
      hint={error instanceof ApiError ? error.problem.hint : undefined}
      onRetry={onRetry}
    />
  );
}

interface OriginProps {
  grid: SolvabilityGrid;
  origin: SolvabilityGrid["origin"];
  onOrigin: (origin: SolvabilityGrid["origin"]) => void;
}

function OriginSwitch({ grid, origin, onOrigin }: OriginProps) {
  const offered = (["train", "probe", "evaluation", "import"] as const).filter(
    (o) => o === "train" || o === "probe" || o === origin || grid.available.includes(o),
  );
  return (
    <div className="flex flex-wrap items-center gap-2 text-ink-3 text-xs">
      Responses of
      <Segmented
        label="Which responses"
        value={origin}
        options={offered.map((value) => ({ value, label: ORIGIN_LABELS[value] }))}
        onValueChange={onOrigin}
      />
    </div>
  );
}

function KeyHint() {
  return (
    <span className="hidden items-center gap-1 sm:flex">
      <Kbd>j</Kbd> <Kbd>k</Kbd> next, previous <Kbd>o</Kbd> open
    </span>
  );
}

function Rows(props: {
  traces: Traces;
  state: TracesState;
  onChange: (change: Partial<TracesState>) => void;
}) {
  const { traces, state, onChange } = props;
  if (traces.total === 0)
    return filterCount(state) > 0 ? (
      <EmptyState title="No trace matches">Remove a filter to see more.</EmptyState>
    ) : (
      <EmptyState title="No traces of this kind yet">
        They appear while the run trains. How many responses are kept is set at the launch (trace sampling).
      </EmptyState>
    );
  return (
    <>
      <TraceList rows={traces.rows} state={state} onChange={onChange} />
      <Pager
        offset={state.offset}
        size={TRACES_PAGE}
        total={traces.total}
        noun="trace"
        onOffset={(offset) => onChange({ offset: offset ?? 0 })}
      />
    </>
  );
}

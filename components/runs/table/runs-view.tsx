"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { QueryFailure } from "@/components/ui/query-failure";
import { fetchJson } from "@/lib/client/fetch-json";
import { type RunsPage, runsPage } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { PickedBar } from "./picked-bar";
import { RunsGrid } from "./runs-grid";
import { RunsToolbar } from "./runs-toolbar";
import { apiQuery, PAGE_SIZE, RUNS_STATE, type RunsState } from "./url-state";
import { usePicked } from "./use-picked";

interface Props {
  initial: RunsPage;
  /** The API query that `initial` answers. */
  initialQuery: string;
}

function useRuns({ initial, initialQuery }: Props, query: string) {
  return useQuery({
    queryKey: ["runs", query],
    queryFn: ({ signal }) => fetchJson(`/api/v1/runs?${query}`, runsPage, { signal }),
    placeholderData: keepPreviousData,
    ...(query === initialQuery ? { initialData: initial } : {}),
  });
}

const NARROWING: (keyof RunsState)[] = ["q", "status", "stage", "arm", "seed", "sort", "dir"];

/** The table of runs with its filters; live, and all of its state in the URL. */
export function RunsView(props: Props) {
  const [state, setState] = useQueryStates(RUNS_STATE);
  const { data, error, refetch } = useRuns(props, apiQuery(state));
  useLiveRefresh(state.ablation ? { ablation: state.ablation } : {}, [["runs"]], (m) => m.type !== "logs");
  const { picked, pick, clear } = usePicked();
  const page = data ?? props.initial;
  const change = (next: Partial<RunsState>) =>
    void setState(NARROWING.some((key) => key in next) ? { ...next, offset: 0 } : next);
  if (error) {
    return <QueryFailure title="The runs could not be read" error={error} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <RunsToolbar state={state} choices={page.choices} coloured={state.ablation !== ""} onChange={change} />
      {page.total > 0 || picked.size > 0 ? <PickedBar picked={picked} onClear={clear} /> : null}
      {page.total === 0 ? (
        <NoRuns filtered={page.choices.seeds.length > 0} />
      ) : (
        <RunsGrid
          runs={page.runs}
          columns={state.columns.filter((c) => c !== "ablation" || state.ablation === "")}
          metrics={state.metrics}
          grouped={state.group === "arm"}
          sort={state.sort}
          dir={state.dir}
          onSort={(sort, dir) => change({ sort, dir })}
          picked={picked}
          onPick={pick}
        />
      )}
      <Pager
        offset={state.offset}
        size={PAGE_SIZE}
        total={page.total}
        noun="run"
        onOffset={(offset) => change({ offset: offset ?? 0 })}
      />
    </>
  );
}

function NoRuns({ filtered }: { filtered: boolean }) {
  if (filtered) return <EmptyState title="No run matches">Remove a filter to see more.</EmptyState>;
  return (
    <EmptyState
      title="No run yet"
      action={
        <LinkButton variant="primary" href={routes.launch()}>
          Launch an ablation
        </LinkButton>
      }
    >
      <p>A run is one training of one arm with one seed. Launching an ablation makes them.</p>
      <p>
        Any command of your own becomes one too:{" "}
        <code className="font-mono text-xs">stepwell run -- python train.py</code>
      </p>
    </EmptyState>
  );
}

"use client";

import { useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { HeatmapLegend } from "@/components/charts/heatmap-legend";
import { useKeys } from "@/components/shell/keys/keys";
import { useLive } from "@/components/shell/use-live";
import { Button } from "@/components/ui/button";
import type { ExplorerFacets, TraceSelection } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { BreaksView } from "./breaks/breaks-view";
import { ChosenBar } from "./chosen-bar";
import { ExplorerList } from "./explorer-list";
import { facetChoices } from "./facet-choices";
import { FilterBar } from "./filter-bar";
import { OrderSelect } from "./list-controls";
import { NoTracesAtAll, NothingMatches } from "./nothing";
import { heatColumns } from "./overview-cells";
import { SelectionActions } from "./selection-dialogs";
import { addressChange } from "./selection-state";
import type { Order } from "./table-head";
import { useAddress } from "./use-address";
import { useFacets } from "./use-facets";
import { type FirstRows, useTotal } from "./use-rows";

interface Props {
  /** The list as the server drew it. */
  first: FirstRows | null;
  tau: number | null;
}

/** Whether traces were stored since the list was read; it does not move by itself under who reads it. */
function useNews({ ablation, runs }: TraceSelection) {
  const client = useQueryClient();
  const [isThere, setThere] = useState(false);
  useLive(runs ? { runs } : ablation ? { ablation } : {}, {
    onNews: (message) => {
      if (message.type === "traces") setThere(true);
    },
    onReset: () => undefined,
  });
  const refresh = () => {
    setThere(false);
    void client.invalidateQueries({ queryKey: ["explorer"] });
  };
  return { isThere, refresh };
}

/** Every trace of a project, narrowed and ordered as the reader likes, beside the heatmap of its steps. */
export function ExplorerView({ first, tau }: Props) {
  const address = useAddress();
  const { selection, values, query, state, setState, change } = address;
  const answer = useTotal(query, first);
  const facets = useFacets(address.params, answer.query === query || answer.error !== null);
  const choices = useMemo(() => (facets ? facetChoices(facets) : {}), [facets]);
  const [isAdding, setAdding] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const news = useNews(selection);
  const onOrder = (by: Order) => void setState(by);
  // What leaves this page says its project: the newest one may be another tomorrow.
  const named = facets?.project ? { ...selection, project: facets.project.id } : selection;
  const isList = state.view !== "breaks";
  useKeys("Filters", [
    { keys: ["/"], does: "Search the texts", run: () => search.current?.focus() },
    { keys: ["f"], does: "Add a filter", run: () => setAdding(true) },
  ]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FilterBar {...{ values, choices, search, isAdding }} onChange={change} onAdding={setAdding}>
        {news.isThere ? (
          <Button size="sm" onClick={news.refresh}>
            <RefreshCw aria-hidden />
            New traces
          </Button>
        ) : null}
        <span aria-live="polite">{answer.query === null ? "…" : plural(answer.total, "trace")}</span>
        {isList ? <OrderSelect sort={state.sort} order={state.order} onOrder={onOrder} /> : null}
        <SelectionActions
          selection={named}
          count={answer.query === null || answer.isStale ? null : answer.total}
        />
      </FilterBar>
      <Refused keys={address.refused} />
      {isList ? (
        <ListView {...{ address, answer, first, facets, choices, tau, onOrder }} />
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <BreaksView selection={selection} params={address.params} />
        </div>
      )}
    </div>
  );
}

interface ListViewProps {
  address: ReturnType<typeof useAddress>;
  answer: ReturnType<typeof useTotal>;
  first: FirstRows | null;
  facets: ExplorerFacets | null;
  choices: ReturnType<typeof facetChoices>;
  tau: number | null;
  onOrder: (by: Order) => void;
}

/** Trace steps of the first rows: what the heatmap goes by until the whole selection is known. */
function stepsOf(first: FirstRows | null) {
  const steps = first?.answer.rows.map((row) => row.stepCount) ?? [];
  return {
    stepsMax: Math.max(1, ...steps),
    stepsUsual: steps.toSorted((a, b) => a - b)[Math.floor(0.99 * steps.length)] ?? 1,
  };
}

/** The list with what was chosen in it, and the legend of its heatmap. */
function ListView({ address, answer, first, facets, choices, tau, onOrder }: ListViewProps) {
  const { selection, values, state, setState, change } = address;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const runNames = useMemo(() => new Map(facets?.runs.map(({ id, name }) => [id, name])), [facets]);
  const columns = useMemo(() => heatColumns(facets ?? stepsOf(first)), [facets, first]);
  const project = facets?.project?.id ?? null;
  const isNarrowed = Object.keys(values).some((key) => key !== "project");
  return (
    <>
      <ChosenBar
        chosen={chosen}
        project={project}
        onClear={() => setChosen(new Set())}
        onOnly={(ids) => change(addressChange({ traces: [...ids] }))}
      />
      <ExplorerList
        answer={answer}
        columns={columns}
        runNames={runNames}
        text={selection.text}
        project={project}
        sort={state.sort}
        order={state.order}
        onOrder={onOrder}
        chosen={chosen}
        onChosen={setChosen}
        peek={state.peek}
        onPeek={(id) => void setState({ peek: id })}
        nothing={
          isNarrowed ? <NothingMatches {...{ values, choices }} onChange={change} /> : <NoTracesAtAll />
        }
      />
      {answer.total > 0 ? (
        <footer className="no-print hidden border-t bg-surface px-4 pt-1.5 pb-1 md:block">
          <HeatmapLegend tau={tau} what="c" />
        </footer>
      ) : null}
    </>
  );
}

/** What of a link could not be read. */
function Refused({ keys }: { keys: readonly string[] }) {
  if (keys.length === 0) return null;
  return (
    <p role="status" className="border-b bg-warn/10 px-4 py-1.5 text-warn text-xs">
      This address asks for something that could not be read and was left out: {keys.join(", ")}.
    </p>
  );
}

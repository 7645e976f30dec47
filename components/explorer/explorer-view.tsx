"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useMemo, useRef, useState } from "react";
import { HeatmapLegend } from "@/components/charts/heatmap-legend";
import { useLive } from "@/components/shell/use-live";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ExplorerFacets, explorerFacets, type TraceSelection } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { ChosenBar } from "./chosen-bar";
import { ExplorerList } from "./explorer-list";
import { facetChoices } from "./facet-choices";
import { FilterBar } from "./filter-bar";
import type { FilterValues } from "./filter-fields";
import { NoTracesAtAll, NothingMatches } from "./nothing";
import {
  addressChange,
  EXPLORER_STATE,
  readSelection,
  SELECTION_STATE,
  selectionParams,
  VIEWS,
} from "./selection-state";
import type { Order } from "./table-head";
import { type FirstRows, useTotal } from "./use-rows";

interface Props {
  /** The list as the server drew it. */
  first: FirstRows | null;
  facets: { query: string; answer: ExplorerFacets } | null;
  tau: number | null;
}

const SORTS: readonly { value: string; label: string; by: Order }[] = [
  { value: "trainStep desc", label: "Newest train step", by: { sort: "trainStep", order: "desc" } },
  { value: "trainStep asc", label: "First train step", by: { sort: "trainStep", order: "asc" } },
  { value: "meanC asc", label: "Lowest mean c", by: { sort: "meanC", order: "asc" } },
  { value: "meanC desc", label: "Highest mean c", by: { sort: "meanC", order: "desc" } },
  { value: "drop desc", label: "Largest drop", by: { sort: "drop", order: "desc" } },
  { value: "drop asc", label: "Smallest drop", by: { sort: "drop", order: "asc" } },
  { value: "disagreement desc", label: "Most disagreement", by: { sort: "disagreement", order: "desc" } },
  { value: "disagreement asc", label: "Least disagreement", by: { sort: "disagreement", order: "asc" } },
  { value: "tokens desc", label: "Longest", by: { sort: "tokens", order: "desc" } },
  { value: "tokens asc", label: "Shortest", by: { sort: "tokens", order: "asc" } },
  { value: "steps desc", label: "Most trace steps", by: { sort: "steps", order: "desc" } },
  { value: "steps asc", label: "Fewest trace steps", by: { sort: "steps", order: "asc" } },
  { value: "reward desc", label: "Highest reward", by: { sort: "reward", order: "desc" } },
  { value: "reward asc", label: "Lowest reward", by: { sort: "reward", order: "asc" } },
  { value: "outcome asc", label: "Wrong first", by: { sort: "outcome", order: "asc" } },
  { value: "outcome desc", label: "Right first", by: { sort: "outcome", order: "desc" } },
  { value: "advantage desc", label: "Highest advantage", by: { sort: "advantage", order: "desc" } },
  { value: "advantage asc", label: "Lowest advantage", by: { sort: "advantage", order: "asc" } },
];

/** The selection and the rest of the address, and how they change. */
function useAddress() {
  const [raw, setRaw] = useQueryStates(SELECTION_STATE, { history: "push" });
  const [state, setState] = useQueryStates(EXPLORER_STATE);
  const { selection, refused } = useMemo(() => readSelection(raw, state.run), [raw, state.run]);
  const params = selectionParams(selection);
  const values: FilterValues = Object.fromEntries(params);
  const query = new URLSearchParams([...params, ["sort", state.sort], ["order", state.order]]).toString();
  const change = (next: Record<string, string | null>) => {
    void setRaw(next);
    if ("runs" in next) void setState({ run: null });
  };
  return { selection, refused, values, params: params.toString(), query, state, setState, change };
}

function useFacets(params: string, initial: Props["facets"]) {
  const { data } = useQuery({
    queryKey: ["explorer", "facets", params],
    queryFn: ({ signal }) => fetchJson(`/api/v1/explorer/facets?${params}`, explorerFacets, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    ...(initial?.query === params ? { initialData: initial.answer } : {}),
  });
  return data ?? null;
}

/** Whether traces were stored since the list was read; it does not move by itself under who reads it. */
function useNews({ ablation, runs }: TraceSelection) {
  const client = useQueryClient();
  const [isThere, setThere] = useState(false);
  const look = () => setThere(true);
  useLive(runs ? { runs } : ablation ? { ablation } : {}, {
    onNews: (message) => {
      if (message.type === "traces") look();
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
export function ExplorerView({ first, facets: firstFacets, tau }: Props) {
  const address = useAddress();
  const { selection, values, query, state, setState, change } = address;
  const answer = useTotal(query, first);
  const facets = useFacets(address.params, firstFacets);
  const choices = useMemo(() => (facets ? facetChoices(facets) : {}), [facets]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isAdding, setAdding] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const news = useNews(selection);
  const order = (by: Order) => void setState(by);
  const isNarrowed = Object.keys(values).some((key) => key !== "project");
  const turn = (by: number) => {
    const at = VIEWS.indexOf(state.view) + by;
    void setState({ view: VIEWS[(at + VIEWS.length) % VIEWS.length] ?? "explore" }, { shallow: false });
  };
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
        <Select
          aria-label="Order"
          value={`${state.sort} ${state.order}`}
          options={SORTS}
          onValueChange={(value) => {
            const found = SORTS.find((s) => s.value === value);
            if (found) order(found.by);
          }}
        />
      </FilterBar>
      <Refused keys={address.refused} />
      <ChosenBar
        chosen={chosen}
        onClear={() => setChosen(new Set())}
        onOnly={(ids) => change(addressChange({ traces: [...ids] }))}
      />
      <ExplorerList
        answer={answer}
        stepsMax={facets?.stepsMax ?? 1}
        text={selection.text}
        sort={state.sort}
        order={state.order}
        onOrder={order}
        chosen={chosen}
        onChosen={setChosen}
        peek={state.peek}
        onPeek={(id) => void setState({ peek: id })}
        search={search}
        onAddFilter={() => setAdding(true)}
        onView={turn}
        nothing={
          isNarrowed ? <NothingMatches {...{ values, choices }} onChange={change} /> : <NoTracesAtAll />
        }
      />
      <footer className="no-print hidden border-t bg-surface px-4 pt-1.5 pb-1 md:block">
        <HeatmapLegend tau={tau} what="c" />
      </footer>
    </div>
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

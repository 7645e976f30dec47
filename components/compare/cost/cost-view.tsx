"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { download, fileName } from "@/components/charts/export-chart";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { fetchJson } from "@/lib/client/fetch-json";
import {
  type AblationResults,
  ablationResults,
  type CostBreakdown,
  costBreakdown,
  type ResultSelection,
} from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import { trainedBenchmarks } from "@/lib/stats/costs";
import { ApartTable } from "./apart-table";
import { type CostModel, costModel } from "./cost-model";
import { costsCsv } from "./costs-csv";
import { describeCosts, leftOut, seedsLaunched, sharedCosts } from "./describe-costs";
import { FormulaTable } from "./formula-table";
import { PhasesChart } from "./phases-chart";
import { PriceTable } from "./price-table";
import { ScatterChart } from "./scatter-chart";
import { TotalsTable } from "./totals-table";
import { ALL_BENCHMARKS, COST_STATE, type CostState, PAID_IN, type PaidIn } from "./url-state";

interface Measured {
  results: AblationResults;
  costs: CostBreakdown;
}

/** Accuracies and costs as they arrive. */
function useMeasured(selection: ResultSelection, initial: Measured): Measured {
  const [ofResults, ofCosts] = [apiRoutes.results(selection), apiRoutes.costs(selection)];
  const results = useQuery({
    queryKey: ["results", ofResults],
    queryFn: ({ signal }) => fetchJson(ofResults, ablationResults, { signal }),
    initialData: initial.results,
  });
  const costs = useQuery({
    queryKey: ["costs", ofCosts],
    queryFn: ({ signal }) => fetchJson(ofCosts, costBreakdown, { signal }),
    initialData: initial.costs,
  });
  useLiveRefresh(
    { ablation: selection.ablation, runs: selection.runs },
    [
      ["results", ofResults],
      ["costs", ofCosts],
    ],
    ({ type }) => type === "evaluations" || type === "status",
  );
  return { results: results.data, costs: costs.data };
}

/** What every arm cost, how that stands to outcome-only, and what it bought: measured, with intervals over seeds. */
export function CostView({ selection, initial }: { selection: ResultSelection; initial: Measured }) {
  const [state, setState] = useQueryStates(COST_STATE);
  const { results, costs } = useMeasured(selection, initial);
  const model = useMemo(() => costModel(results, costs, state), [results, costs, state]);
  const nameOf = (arm: string) => costs.arms.find(({ key }) => key === arm)?.name ?? arm;
  if (model.rows.length === 0) return <NoCosts imported={costs.arms.length === 0} />;
  const unfinished = leftOut(costs, nameOf);
  return (
    <div className="flex flex-col gap-4 p-4">
      <Summary model={model} results={results} state={state} onChange={setState} />
      <Panel
        title="Cost by arm"
        padded={false}
        aside={
          <>
            mean and 95% t interval over finished seeds
            <Button
              size="sm"
              className="no-print"
              onClick={() =>
                download(
                  fileName(`${results.name} costs`, "csv"),
                  new Blob([costsCsv(costs, results)], { type: "text/csv" }),
                )
              }
            >
              <Download aria-hidden />
              CSV by seed
            </Button>
          </>
        }
      >
        <TotalsTable model={model} launched={(arm) => seedsLaunched(results, costs, arm)} />
        {unfinished.length > 0 ? (
          <div className="border-t px-4 py-2 text-warn text-xs">
            Not in any mean: {unfinished.join("; ")}.
          </div>
        ) : null}
      </Panel>
      <div className="grid min-w-0 gap-4 xl:grid-cols-2">
        <PhasesChart model={model} />
        <ScatterChart model={model} />
      </div>
      <Panel
        title={`What a point of accuracy cost: ${model.benchmarkTitle}`}
        padded={false}
        aside="mean cost over mean gain, paired by seed; 95% Fieller sets"
      >
        <PriceTable model={model} />
      </Panel>
      <div className="grid min-w-0 gap-4 2xl:grid-cols-2">
        <Panel title="Formula beside measurement" padded={false} aside="tokens sampled per response token">
          <FormulaTable model={model} />
          <p className="px-4 py-2 text-ink-3 text-xs">
            Formula: 1 + valid · M · (L(K − 1)/2 + K · a) / L, with each run&rsquo;s own means (a from its
            stored responses). It takes trace steps to be equally long and continuations as long as what the
            response had left: a planning figure, the measured one is the cost.
          </p>
        </Panel>
        <Panel
          title="Kept apart"
          padded={false}
          aside="not in the costs above; mean and 95% t interval over seeds"
        >
          <ApartTable model={model} />
          <p className="px-4 py-2 text-ink-3 text-xs">
            {sharedCosts(costs).join(" ")} Evaluation: wall time of its processes, loading included.
            {model.gpuUsed ? "" : " No GPU was used by these runs: time is active time on the CPU."}
          </p>
        </Panel>
      </div>
    </div>
  );
}

const PAID_LABELS: Record<PaidIn, string> = {
  tokens: "Tokens",
  activeSeconds: "Active time",
  gpuSeconds: "GPU time",
};

interface SummaryProps {
  model: CostModel;
  results: AblationResults;
  state: CostState;
  onChange: (next: Partial<CostState>) => unknown;
}

/** The conclusions in words, and what they are drawn against. */
function Summary({ model, results, state, onChange }: SummaryProps) {
  const set = (next: Partial<CostState>) => void onChange(next);
  const trained = trainedBenchmarks(results.benchmarks);
  const benchmarks = [
    ...trained.map(({ key, title }) => ({ value: key, label: title })),
    ...(trained.length > 1 ? [{ value: ALL_BENCHMARKS, label: "mean over benchmarks" }] : []),
  ];
  const paidIn = PAID_IN.filter((paid) => paid !== "gpuSeconds" || model.gpuUsed);
  return (
    <Panel title="What the reward cost, and what that bought">
      <div className="no-print mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-xs">
        <label htmlFor="against" className="flex items-center gap-2">
          Against
          <Select
            id="against"
            value={model.baseline?.key ?? ""}
            options={[
              ...(model.baseline ? [] : [{ value: "", label: "choose an arm" }]),
              ...model.baselines.map(({ key, name }) => ({ value: key, label: name })),
            ]}
            onValueChange={(against) => set({ against })}
          />
        </label>
        <label htmlFor="on" className="flex items-center gap-2">
          Accuracy on
          <Select
            id="on"
            value={model.benchmark ?? (benchmarks.length > 0 ? ALL_BENCHMARKS : state.on)}
            options={benchmarks}
            onValueChange={(on) => set({ on })}
          />
        </label>
        <Segmented
          label="Paid in"
          value={model.paid}
          options={paidIn.map((value) => ({ value, label: PAID_LABELS[value] }))}
          onValueChange={(paid) => set({ paid })}
        />
        {model.gpuUsed ? null : <span className="text-2xs text-ink-3">no GPU was used</span>}
      </div>
      <div className="max-w-prose space-y-1.5 text-sm" aria-live="polite">
        {describeCosts(model).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </Panel>
  );
}

function NoCosts({ imported }: { imported: boolean }) {
  return (
    <EmptyState title={imported ? "Imported results tell no cost" : "No cost told yet"}>
      <p>
        {imported
          ? "They are accuracies that somebody reported. Select an ablation or runs of this server."
          : "Costs appear with the first train step of any of these runs; means with the first that ends."}
      </p>
    </EmptyState>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import { ForestChart } from "@/components/charts/forest-chart";
import { prepareForest } from "@/components/charts/prepare-forest";
import { prepareSeedDots } from "@/components/charts/prepare-seed-dots";
import { SeedDotsChart } from "@/components/charts/seed-dots-chart";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { fetchJson } from "@/lib/client/fetch-json";
import { type AblationResults, ablationResults, type ResultSelection } from "@/lib/contracts/results";
import { apiRoutes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { type AblationComparison, compareArms } from "@/lib/stats/ablation";
import { ComparisonTable, MethodNotes } from "./comparison-table";
import { CostTable } from "./cost-table";
import { describeResults, namesOf } from "./describe-results";
import { ExportButtons } from "./export-buttons";

const AS_DECLARED = "";

/** Results as they arrive, and the conclusions that they allow. */
function useComparison(selection: ResultSelection, initial: AblationResults, baseline: string) {
  const address = apiRoutes.results(selection);
  const key = ["results", address] as const;
  const { data: results } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchJson(address, ablationResults, { signal }),
    initialData: initial,
  });
  useLiveRefresh(
    { ablation: initial.ablationId ?? undefined },
    [key],
    (m) => m.type === "evaluations" || m.type === "status",
  );
  const comparison = useMemo(
    () => compareArms(baseline === AS_DECLARED ? results : { ...results, baselineArm: baseline }),
    [results, baseline],
  );
  return { results, comparison };
}

/** Arms against each other: what was measured, what it shows, what it cost. */
export function CompareView({
  selection,
  initial,
}: {
  selection: ResultSelection;
  initial: AblationResults;
}) {
  const [baseline, setBaseline] = useQueryState("baseline", parseAsString.withDefault(AS_DECLARED));
  const known = initial.arms.some((a) => a.key === baseline) ? baseline : AS_DECLARED;
  const { results, comparison } = useComparison(selection, initial, known);
  return (
    <div className="flex flex-col gap-4 p-4">
      <Conclusion results={results} comparison={comparison} />
      <Accuracies results={results} comparison={comparison} />
      <Differences results={results} comparison={comparison} baseline={known} onBaseline={setBaseline} />
      <Panel
        title="Cost beside accuracy"
        padded={false}
        aside={`finished trainings, train steps run again after a resume included; mean and 95% t interval over seeds; accuracy on ${results.benchmarks[0]?.title ?? "the first benchmark"}`}
      >
        <CostTable results={results} comparison={comparison} />
      </Panel>
      <Panel title="How this was computed">
        <MethodNotes comparison={comparison} />
      </Panel>
    </div>
  );
}

interface Parts {
  results: AblationResults;
  comparison: AblationComparison;
}

function Conclusion({ results, comparison }: Parts) {
  return (
    <Panel title="What this ablation has shown, and what not">
      <div className="max-w-prose space-y-1.5 text-base" aria-live="polite">
        {describeResults(results, comparison).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </Panel>
  );
}

function Accuracies({ results, comparison }: Parts) {
  const names = namesOf(results);
  const benchmarks = [
    ...results.benchmarks.map((b) => b.key),
    ...(results.benchmarks.length > 1 ? [null] : []),
  ];
  return (
    <Panel title="Accuracy by arm" aside={<ExportButtons results={results} comparison={comparison} />}>
      <div className="grid gap-x-10 gap-y-6 2xl:grid-cols-2">
        {benchmarks.map((benchmark) => {
          const summaries = comparison.summaries.filter((s) => s.benchmark === benchmark);
          return (
            <section key={benchmark ?? "mean"} aria-label={names.benchmark(benchmark)}>
              <h3 className="mb-1 font-medium text-sm">
                {benchmark === null ? "Mean over benchmarks" : names.benchmark(benchmark)}
                {benchmark === null ? (
                  <span className="ml-2 font-normal text-ink-3 text-xs">exploratory</span>
                ) : null}
              </h3>
              <SeedDotsChart
                chart={prepareSeedDots(summaries, results.arms)}
                questions={Math.max(0, ...summaries.map((s) => s.questions))}
              />
            </section>
          );
        })}
      </div>
      <p className="mt-3 text-ink-3 text-xs">
        One mark a seed ({plural(results.seeds.length, "seed")} launched), line = mean, whisker = 95%
        interval. Grey: too few seeds for a verdict.
      </p>
    </Panel>
  );
}

function Differences(props: Parts & { baseline: string; onBaseline: (key: string) => void }) {
  const { results, comparison, baseline, onBaseline } = props;
  const names = namesOf(results);
  const declared = results.baselineArm === null ? "all pairs" : `declared: ${names.arm(results.baselineArm)}`;
  const options = [
    { value: AS_DECLARED, label: declared },
    ...results.arms.filter((a) => a.armId !== null).map((a) => ({ value: a.key, label: a.name })),
  ];
  const rows = comparison.comparisons;
  return (
    <Panel
      title="Differences"
      aside={
        <label htmlFor="baseline" className="flex items-center gap-2">
          Baseline
          <Select id="baseline" value={baseline} options={options} onValueChange={onBaseline} />
        </label>
      }
    >
      {baseline !== AS_DECLARED && baseline !== results.baselineArm ? (
        <p className="mb-3 text-warn text-xs">
          Not the baseline declared at launch ({declared}): these p values were chosen after seeing the data.
        </p>
      ) : null}
      <ForestChart
        chart={prepareForest(rows, comparison.options.delta)}
        nameOf={(c) => ({
          pair: `${names.arm(c.arm)} − ${names.arm(c.baseline)}`,
          where: names.benchmark(c.benchmark),
        })}
      />
      <p className="mt-3 text-ink-3 text-xs">
        Diamond = mean difference, bar = 95% interval, rings = single seeds where arms share their warm-ups.
        Band: practically equal (±{100 * comparison.options.delta} points).
      </p>
      <details className="mt-3">
        <summary className="cursor-pointer text-sm">Every comparison in words</summary>
        <div className="mt-2">
          <ComparisonTable rows={rows} results={results} />
        </div>
      </details>
    </Panel>
  );
}

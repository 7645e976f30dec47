import { prepareSeedDots } from "@/components/charts/prepare-seed-dots";
import { SeedDotsChart } from "@/components/charts/seed-dots-chart";
import { Panel } from "@/components/ui/panel";
import type { AblationResults } from "@/lib/contracts/results";
import { plural } from "@/lib/format/number";
import type { AblationComparison } from "@/lib/stats/ablation";
import { namesOf } from "../describe-results";

/** Seed dots first: a figure a benchmark, a row an arm. */
export function Accuracies({
  results,
  comparison,
}: {
  results: AblationResults;
  comparison: AblationComparison;
}) {
  const names = namesOf(results);
  const benchmarks = [
    ...results.benchmarks.map((b) => b.key),
    ...(results.benchmarks.length > 1 ? [null] : []),
  ];
  const imported = results.arms.some((arm) => arm.source === "imported");
  return (
    <Panel title="Accuracy by arm, seed by seed">
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
        One mark a seed
        {results.seeds.length > 0 ? ` (${plural(results.seeds.length, "seed")} launched)` : ""}, line = mean,
        whisker = 95% interval. Grey: too few seeds for a verdict.
        {imported ? " Hollow: imported, as somebody reported it." : ""}
      </p>
    </Panel>
  );
}

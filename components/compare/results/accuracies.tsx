import { ExportedFigure } from "@/components/charts/exported-figure";
import { prepareSeedDots } from "@/components/charts/prepare-seed-dots";
import { SeedDotsChart } from "@/components/charts/seed-dots-chart";
import { SeedDotsFigure } from "@/components/reports/figures/seed-dots-figure";
import { Panel } from "@/components/ui/panel";
import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import { plural } from "@/lib/format/number";
import { csvOf } from "@/lib/reports/csv";
import { accuracyRows } from "@/lib/reports/tables";
import type { AblationComparison, ArmSummary } from "@/lib/stats/ablation";
import { dotFigures } from "./prepare-figures";

/** Seed dots first: a figure a benchmark, a row an arm. */
export function Accuracies({
  results,
  comparison,
}: {
  results: AblationResults;
  comparison: AblationComparison;
}) {
  const names = resultNames(results);
  const figures = dotFigures(results, comparison.summaries);
  const imported = results.arms.some((arm) => arm.source === "imported");
  return (
    <Panel title="Accuracy by arm, seed by seed">
      <div className="grid gap-x-10 gap-y-6 2xl:grid-cols-2">
        {figures.map(({ key, benchmark, summaries }) => (
          <BenchmarkDots
            key={key}
            name={names.benchmark(benchmark)}
            exploratory={benchmark === null}
            summaries={summaries}
            results={results}
          />
        ))}
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

function BenchmarkDots(props: {
  name: string;
  exploratory: boolean;
  summaries: readonly ArmSummary[];
  results: AblationResults;
}) {
  const { name, exploratory, summaries, results } = props;
  const chart = prepareSeedDots(summaries, results.arms);
  const questions = Math.max(0, ...summaries.map((s) => s.questions));
  const title = `Accuracy by arm, ${name}`;
  return (
    <section aria-label={exploratory ? `Mean over benchmarks, n = ${questions}` : name} className="min-w-0">
      <ExportedFigure
        name={title}
        title={
          <h3 className="font-medium text-sm first-letter:uppercase">
            {name}
            {exploratory ? <span className="ml-2 font-normal text-ink-3 text-xs">exploratory</span> : null}
          </h3>
        }
        csv={() => csvOf(accuracyRows(results, summaries))}
        drawing={<SeedDotsFigure chart={chart} questions={questions} title={title} />}
      >
        <SeedDotsChart chart={chart} questions={questions} />
      </ExportedFigure>
    </section>
  );
}

import { ExportedFigure } from "@/components/charts/exported-figure";
import { ForestChart } from "@/components/charts/forest-chart";
import type { RowWords } from "@/components/charts/forest-numbers";
import { prepareForest } from "@/components/charts/prepare-forest";
import { ForestFigure } from "@/components/reports/figures/forest-figure";
import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import { csvOf } from "@/lib/reports/csv";
import { differenceRows } from "@/lib/reports/tables";
import type { ArmComparison } from "@/lib/stats/ablation";
import { ComparisonTable } from "../comparison-table";

interface Props {
  title: string;
  rows: readonly ArmComparison[];
  results: AblationResults;
  delta: number;
  wordsOf?: (comparison: ArmComparison) => RowWords | undefined;
  /** The numbers; those of the declared analysis unless said. */
  csv?: () => string;
}

/** A forest with every comparison in words below, and a drawing of it to take along. */
export function Forest({ title, rows, results, delta, wordsOf, csv }: Props) {
  const names = resultNames(results);
  const chart = prepareForest(rows, delta);
  const nameOf = (c: ArmComparison) => ({
    pair: `${names.arm(c.arm)} − ${names.arm(c.baseline)}`,
    where: names.benchmark(c.benchmark),
  });
  if (rows.length === 0)
    return <p className="text-ink-2 text-sm">There is no pair of arms that this can be asked of.</p>;
  return (
    <>
      <ExportedFigure
        title={<span className="text-ink-3 text-xs">arm − baseline, one row a benchmark</span>}
        name={title}
        csv={csv ?? (() => csvOf(differenceRows(results, rows)))}
        drawing={<ForestFigure chart={chart} title={title} nameOf={nameOf} wordsOf={wordsOf} />}
      >
        <ForestChart chart={chart} nameOf={nameOf} {...(wordsOf ? { wordsOf } : {})} />
      </ExportedFigure>
      <p className="mt-3 text-ink-3 text-xs">{legendOf(rows, delta)}</p>
      <details className="mt-3">
        <summary className="cursor-pointer text-sm">Every comparison in words</summary>
        <div className="mt-2">
          <ComparisonTable rows={rows} results={results} />
        </div>
      </details>
    </>
  );
}

/** What the marks of these rows mean; what does not occur is not explained. */
function legendOf(rows: readonly ArmComparison[], delta: number): string {
  return [
    "Diamond = difference, bar = 95% interval.",
    rows.some((c) => c.seedDifferences.length > 0)
      ? "Rings = single seeds of arms that share their warm-ups."
      : "",
    rows.some((c) => c.basis === "questions")
      ? "Hollow diamond = one run on a side: the interval knows the questions only."
      : "",
    `Band: practically equal (±${100 * delta} points).`,
    rows.some((c) => c.role === "declared")
      ? "Holm: adjusted over the whole family, whatever is in view."
      : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** The analysis declared at launch. */
export function MethodsForest(props: Pick<Props, "rows" | "results" | "delta">) {
  return <Forest title="Differences of accuracy" {...props} />;
}

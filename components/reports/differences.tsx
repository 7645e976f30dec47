import { type ForestChart, prepareForest } from "@/components/charts/prepare-forest";
import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import { csvOf } from "@/lib/reports/csv";
import { differenceRows } from "@/lib/reports/tables";
import type { AblationComparison } from "@/lib/stats/ablation";
import { FigureFrame } from "./figures/figure-frame";
import { ForestFigure } from "./figures/forest-figure";
import { ReportSection } from "./report-section";

const TITLE = "Differences of accuracy";
/** Rows of a drawing that fits on a printed page with its caption. */
const MOST_ROWS = 20;

/** The same axis over several drawings, so that no page cuts a row. */
function inPortions(chart: ForestChart): ForestChart[] {
  const count = Math.ceil(chart.rows.length / MOST_ROWS);
  return Array.from({ length: count }, (_, i) => ({
    ...chart,
    rows: chart.rows.slice(i * MOST_ROWS, (i + 1) * MOST_ROWS),
  }));
}

const keyOf = ({ rows: [first] }: ForestChart) =>
  first
    ? [
        first.comparison.role,
        first.comparison.arm,
        first.comparison.baseline,
        first.comparison.benchmark,
      ].join()
    : "";

/** How many figures this section has. */
export const differenceFigures = ({ comparisons }: Pick<AblationComparison, "comparisons">) =>
  Math.ceil(comparisons.length / MOST_ROWS);

/** The forest plot, and every comparison in words. */
export function Differences({
  results,
  comparison,
  firstFigure,
}: {
  results: AblationResults;
  comparison: AblationComparison;
  firstFigure: number;
}) {
  const names = resultNames(results);
  const { comparisons, options } = comparison;
  if (comparisons.length === 0)
    return (
      <ReportSection id="differences" title="Differences">
        <p className="text-sm">There are no two arms to compare.</p>
      </ReportSection>
    );
  const level = Math.round(100 * options.level);
  return (
    <ReportSection id="differences" title="Differences">
      {inPortions(prepareForest(comparisons, options.delta)).map((chart, i, all) => (
        <FigureFrame
          key={keyOf(chart)}
          number={firstFigure + i}
          title={all.length === 1 ? TITLE : `${TITLE}, ${i + 1} of ${all.length}`}
          csv={csvOf(differenceRows(results, comparisons))}
          caption={`Diamond = mean difference, bar = ${level}% interval, rings = single seeds where arms share their warm-ups. Grey band: practically equal (±${100 * options.delta} points). Open and dashed: no verdict, for want of seeds. Bar at the left: the contrast declared before launch. Holm's adjustment counts ${comparison.familySize} declared comparisons.`}
        >
          <ForestFigure
            chart={chart}
            title={TITLE}
            nameOf={(c) => ({
              pair: `${names.arm(c.arm)} − ${names.arm(c.baseline)}`,
              where: names.benchmark(c.benchmark),
            })}
          />
        </FigureFrame>
      ))}
      <details className="text-xs">
        <summary className="font-medium text-sm">Every comparison in words</summary>
        <ul className="mt-2 space-y-1.5">
          {comparisons.map((c) => (
            <li key={`${c.arm} ${c.baseline} ${c.benchmark} ${c.role}`}>
              <b className="font-semibold">
                {names.arm(c.arm)} − {names.arm(c.baseline)}, {names.benchmark(c.benchmark)}.
              </b>{" "}
              {c.sentence}
            </li>
          ))}
        </ul>
      </details>
    </ReportSection>
  );
}

import { prepareSeedDots } from "@/components/charts/prepare-seed-dots";
import { Table, Td, Th } from "@/components/ui/table";
import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import { csvOf } from "@/lib/reports/csv";
import { accuracyRows } from "@/lib/reports/tables";
import type { AblationComparison, ArmSummary } from "@/lib/stats/ablation";
import { percent, percentInterval } from "@/lib/stats/ablation";
import { FigureFrame } from "./figures/figure-frame";
import { SeedDotsFigure } from "./figures/seed-dots-figure";
import { Note, ReportSection } from "./report-section";

/** Benchmarks that stand side by side on a page's width. */
const MOST_COLUMNS = 5;

function inPortions<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / MOST_COLUMNS);
  return Array.from({ length: count }, (_, i) => all.slice(i * MOST_COLUMNS, (i + 1) * MOST_COLUMNS));
}

interface Props {
  results: AblationResults;
  comparison: AblationComparison;
  /** Number of the first figure here. */
  firstFigure: number;
}

/** Arms x benchmarks as a paper prints it, then a figure a benchmark. */
export function Accuracies({ results, comparison, firstFigure }: Props) {
  const names = resultNames(results);
  const benchmarks = [...new Set(comparison.summaries.map((summary) => summary.benchmark))];
  return (
    <ReportSection id="accuracy" title="Accuracy">
      {inPortions(benchmarks).map((portion) => (
        <AccuracyTable
          key={portion[0] ?? "mean"}
          results={results}
          comparison={comparison}
          benchmarks={portion}
        />
      ))}
      <TableNotes results={results} comparison={comparison} />
      {benchmarks.map((benchmark, i) => {
        const summaries = comparison.summaries.filter((summary) => summary.benchmark === benchmark);
        const title = benchmark === null ? "Mean over benchmarks" : names.benchmark(benchmark);
        const questions = Math.max(0, ...summaries.map((summary) => summary.questions));
        return (
          <FigureFrame
            key={benchmark ?? "mean"}
            number={firstFigure + i}
            title={title}
            csv={csvOf(accuracyRows(results, summaries))}
            caption={`One mark a seed, line = mean, whisker = ${Math.round(100 * comparison.options.level)}% interval (its method beside it). Dashed: too few seeds for a verdict.${benchmark === null ? " Exploratory: each benchmark weighs the same." : ""}`}
          >
            <SeedDotsFigure
              chart={prepareSeedDots(summaries, results.arms)}
              questions={questions}
              title={title}
            />
          </FigureFrame>
        );
      })}
    </ReportSection>
  );
}

function AccuracyTable({
  results,
  comparison,
  benchmarks,
}: Pick<Props, "results" | "comparison"> & { benchmarks: readonly (string | null)[] }) {
  const names = resultNames(results);
  const find = (arm: string, benchmark: string | null) =>
    comparison.summaries.find((s) => s.arm === arm && s.benchmark === benchmark);
  return (
    <Table className="report-table mb-2">
      <thead>
        <tr>
          <Th className="py-1 align-bottom">Arm</Th>
          {benchmarks.map((benchmark) => (
            <Th
              key={benchmark ?? "mean"}
              numeric
              unit="%"
              className="h-auto! whitespace-normal! py-1 align-bottom"
            >
              {names.benchmark(benchmark)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {results.arms.map((arm) => (
          <tr key={arm.key}>
            <Td className="min-w-36">
              {arm.name}
              {arm.source === "imported" ? <span className="text-ink-3"> (reported)</span> : null}
            </Td>
            {benchmarks.map((benchmark) => (
              <Td key={benchmark ?? "mean"} numeric className="py-1">
                <AccuracyCell summary={find(arm.key, benchmark)} />
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What must be read with the tables; footnotes of arms as they were reported. */
function TableNotes({ results, comparison: { summaries } }: Pick<Props, "results" | "comparison">) {
  const uncounted = summaries.some((summary) => !summary.countKnown);
  const notes = results.arms.flatMap((arm) => (arm.note ? [{ arm: arm.name, note: arm.note }] : []));
  return (
    <>
      <Note>
        Mean over S seeds with its interval; n questions. The mean over benchmarks is exploratory. No row is
        set off as the best: which differences carry a verdict is said below.
      </Note>
      {uncounted ? (
        <Note>
          * A reported percentage that is no whole count of the n questions: nobody knows what was counted, so
          it has no interval.
        </Note>
      ) : null}
      {(results.importedSets ?? []).map((set) => (
        <Note key={set.id}>
          {set.name}, as reported: {set.source}.{set.note ? ` ${set.note}` : ""}
        </Note>
      ))}
      {notes.map(({ arm, note }) => (
        <Note key={arm}>
          {arm}: {note}
        </Note>
      ))}
    </>
  );
}

function AccuracyCell({ summary }: { summary: ArmSummary | undefined }) {
  if (!summary || summary.mean === null) return <span className="text-ink-3">no result</span>;
  const { interval, mean, sd, seedCount, questions } = summary;
  return (
    <>
      <span className="font-medium">{percent(mean)}</span>
      <span className="block text-xs">
        {interval ? percentInterval(interval.lo, interval.hi) : "no interval"}
        {summary.countKnown ? null : <span title="The reported percentage is no whole count of n.">*</span>}
      </span>
      <span className="block text-2xs text-ink-3">
        {[`S = ${seedCount}`, `n = ${questions}`, sd === null ? null : `SD ${(100 * sd).toFixed(1)}`]
          .filter(Boolean)
          .join(", ")}
      </span>
    </>
  );
}

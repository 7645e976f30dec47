import { prepareVariance } from "@/components/charts/prepare-variance";
import { VarianceStripChart } from "@/components/charts/variance-strip";
import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import type { Conclusions } from "@/lib/reports/conclude";
import { csvOf } from "@/lib/reports/csv";
import type { VarianceStrip } from "@/lib/stats/ablation";
import { FigureFrame } from "./figures/figure-frame";
import { Note, ReportSection } from "./report-section";

function stripsCsv(strips: readonly VarianceStrip[], results: AblationResults): string {
  const names = resultNames(results);
  return csvOf([
    ["benchmark", "arm", "part", "share", "S", "n questions", "questions left out", "decodes"],
    ...strips.flatMap((strip) =>
      strip.shares.map(({ part, share }) => [
        ...[names.benchmark(strip.benchmark), names.arm(strip.arm), part, share.toFixed(6)],
        ...[String(strip.seeds), String(strip.questions), String(strip.missing), String(strip.decodes)],
      ]),
    ),
  ]);
}

/** Benchmarks whose single answers are known, in their order. */
const benchmarksOf = (strips: readonly VarianceStrip[]) => [
  ...new Set(strips.map((strip) => strip.benchmark)),
];

/** How many figures this section has. */
export const variabilityFigures = ({ variance }: Pick<Conclusions, "variance">) =>
  benchmarksOf(variance).length;

/** Where the noise comes from, and what the declared comparisons say of questions that were not asked. */
export function Variability({
  results,
  conclusions,
  firstFigure,
}: {
  results: AblationResults;
  conclusions: Pick<Conclusions, "variance" | "newQuestions">;
  firstFigure: number;
}) {
  const { variance, newQuestions } = conclusions;
  if (variance.length === 0 && newQuestions.length === 0) return null;
  const names = resultNames(results);
  return (
    <ReportSection id="variability" title="Where the noise comes from, and new questions">
      {benchmarksOf(variance).map((benchmark, i) => {
        const own = variance.filter((strip) => strip.benchmark === benchmark);
        const title = `Variance of single answers on ${names.benchmark(benchmark)}`;
        const arms = results.arms.filter((arm) => own.some((strip) => strip.arm === arm.key));
        return (
          <FigureFrame
            key={benchmark}
            number={firstFigure + i}
            title={title}
            csv={stripsCsv(own, results)}
            caption="Random effects of seeds and questions; components estimated below 0 count as 0. More seeds shrink the seed's part of an accuracy's noise, more questions the question's."
          >
            <VarianceStripChart
              title={title}
              rows={prepareVariance(arms, (arm) => own.find((strip) => strip.arm === arm.key) ?? null)}
            />
          </FigureFrame>
        );
      })}
      {newQuestions.length > 0 ? (
        <>
          <h3 className="mt-4 mb-1 font-medium text-sm">
            The declared comparisons as claims about new questions too
          </h3>
          <ul className="space-y-1.5 text-xs">
            {newQuestions.map((c) => (
              <li key={`${c.arm} ${c.baseline} ${c.benchmark}`}>
                <b className="font-semibold">
                  {names.arm(c.arm)} − {names.arm(c.baseline)}, {names.benchmark(c.benchmark)}.
                </b>{" "}
                {c.sentence}
              </li>
            ))}
          </ul>
          <Note>
            A second look at the same data, not adjusted and no finding of its own: the verdicts above are
            about new seeds on the same questions.
          </Note>
        </>
      ) : null}
    </ReportSection>
  );
}

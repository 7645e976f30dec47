"use client";

import { ExportedFigure } from "@/components/charts/exported-figure";
import { prepareVariance } from "@/components/charts/prepare-variance";
import { useInView } from "@/components/charts/use-in-view";
import { VarianceStripChart } from "@/components/charts/variance-strip";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { QuestionTable } from "@/lib/contracts/question-results";
import type { AblationResults, ResultArm, ResultSelection } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import { csvOf } from "@/lib/reports/csv";
import { type VarianceStrip, varianceStrip } from "@/lib/stats/ablation";
import { useQuestions } from "../use-questions";

interface Props {
  selection: ResultSelection;
  results: AblationResults;
}

/** Where the noise lies: seeds, questions, or the rest. Read when it comes into sight, since it needs every verdict. */
export function Variance({ selection, results }: Props) {
  const [panel, seen] = useInView<HTMLDivElement>();
  const { data, isError } = useQuestions(selection, { enabled: seen });
  const arms = results.arms.filter((arm) => arm.source === "trained").sort((a, b) => a.position - b.position);
  if (arms.length === 0) return null;
  return (
    <div ref={panel}>
      <Panel title="Where the variance of single answers comes from">
        {data ? (
          <div className="flex flex-wrap gap-x-10 gap-y-6 *:w-full *:max-w-[42.5rem]">
            {data.tables.map((table) => (
              <Strips key={table.benchmark} table={table} arms={arms} results={results} />
            ))}
            {data.tables.length === 0 ? (
              <p className="text-ink-2 text-sm">No evaluation is complete yet.</p>
            ) : null}
          </div>
        ) : isError ? (
          <p className="text-ink-2 text-sm">The answers to single questions could not be read.</p>
        ) : (
          <Skeleton className="h-40" />
        )}
        <p className="mt-3 max-w-prose text-ink-3 text-xs">
          Random effects of seeds and questions. The question's part is shared by all arms and drops out of a
          comparison on the same questions; what is left between seeds of n questions is the seed's part and
          an n-th of the rest. A small seed's share is therefore no small retraining noise: it stands beside
          single answers here, not beside accuracies.
        </p>
      </Panel>
    </div>
  );
}

function Strips(props: { table: QuestionTable; arms: readonly ResultArm[]; results: AblationResults }) {
  const { table, arms, results } = props;
  const strips = new Map(arms.map((arm) => [arm.key, varianceStrip(table, arm.key)]));
  const rows = prepareVariance(arms, (arm) => strips.get(arm.key) ?? null);
  const title = resultNames(results).benchmark(table.benchmark);
  const chart = <VarianceStripChart rows={rows} title={`Variance by source, ${title}`} />;
  return (
    <ExportedFigure
      title={<h3 className="font-medium text-sm">{title}</h3>}
      name={`Variance by source, ${title}`}
      csv={() => varianceCsv(title, arms, strips)}
      drawing={chart}
    >
      {chart}
    </ExportedFigure>
  );
}

function varianceCsv(
  benchmark: string,
  arms: readonly ResultArm[],
  strips: ReadonlyMap<string, VarianceStrip | null>,
): string {
  const rows = arms.flatMap(({ key, name }) =>
    (strips.get(key)?.shares ?? []).map(({ part, share }) => {
      const strip = strips.get(key);
      return [benchmark, name, part, share.toFixed(6), String(strip?.seeds), String(strip?.questions)];
    }),
  );
  return csvOf([["benchmark", "arm", "part", "share", "S", "n questions"], ...rows]);
}

"use client";

import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { Panel } from "@/components/ui/panel";
import type { AblationResults, ResultSelection } from "@/lib/contracts/results";
import { routes } from "@/lib/domain/routes";
import { MethodNotes } from "./comparison-table";
import { CostTable } from "./cost-table";
import { ExportButtons } from "./export-buttons";
import { Accuracies } from "./results/accuracies";
import { AccuracyTable } from "./results/accuracy-table";
import { CLAIMS } from "./results/claims";
import { Closer } from "./results/closer";
import { Conclusion } from "./results/conclusion";
import { Differences } from "./results/differences";
import { Variance } from "./results/variance";
import { useComparison, useResults } from "./use-results";

interface Props {
  selection: ResultSelection;
  initial: AblationResults;
}

/** Arms against each other: what it shows first, then what was measured, what it cost and how all was computed. */
export function CompareView({ selection, initial }: Props) {
  const [chosen, setChosen] = useQueryState("baseline", parseAsString);
  const results = useResults(selection, initial);
  const baseline = results.arms.some((arm) => arm.key === chosen) ? chosen : null;
  const comparison = useComparison(results, null);
  const inView = useComparison(results, baseline);
  const [claim, setClaim] = useQueryState("claim", parseAsStringLiteral(CLAIMS).withDefault("methods"));
  return (
    <div className="flex flex-col gap-4 p-4">
      <Conclusion results={results} comparison={comparison} />
      <Differences
        selection={selection}
        claim={claim}
        onClaim={(next) => void setClaim(next)}
        results={results}
        comparison={inView}
        baseline={baseline}
        onBaseline={(key) => void setChosen(key)}
      />
      <Panel
        title="Accuracy by arm and benchmark"
        padded={false}
        aside={<ExportButtons results={results} comparison={comparison} />}
      >
        <AccuracyTable results={results} comparison={comparison} />
      </Panel>
      <Accuracies results={results} comparison={comparison} />
      <Closer selection={selection} results={results} comparison={inView} />
      <Variance selection={selection} results={results} />
      {results.costs.length > 0 ? (
        <Panel
          title="Cost beside accuracy"
          padded={false}
          aside={<CostAside results={results} selection={selection} />}
        >
          <CostTable results={results} comparison={comparison} />
        </Panel>
      ) : null}
      <Panel title="How this was computed">
        <MethodNotes comparison={comparison} />
      </Panel>
    </div>
  );
}

function CostAside({ results, selection }: { results: AblationResults; selection: ResultSelection }) {
  return (
    <>
      <span>
        finished trainings; mean and 95% t interval over seeds; accuracy on{" "}
        {results.benchmarks[0]?.title ?? "the first benchmark"}
      </span>
      <Link href={routes.compare(selection, "cost")} className="text-accent hover:underline">
        Cost in full
      </Link>
    </>
  );
}

"use client";

import { useState } from "react";
import { useInView } from "@/components/charts/use-in-view";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import type { AblationResults, ResultSelection } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import type { AblationComparison, ArmComparison } from "@/lib/stats/ablation";
import { useQuestions } from "../use-questions";
import { Bootstrap } from "./bootstrap";
import { MoreSeeds } from "./more-seeds";

interface Props {
  selection: ResultSelection;
  results: AblationResults;
  comparison: AblationComparison;
}

const keyOf = (c: ArmComparison) => JSON.stringify([c.arm, c.baseline, c.benchmark]);

/** The comparison that a reader most likely asks about: the declared contrast, else the first that was declared. */
function likely(comparisons: readonly ArmComparison[]): ArmComparison | undefined {
  return (
    comparisons.find((c) => c.role === "contrast" && c.diff !== null) ??
    comparisons.find((c) => c.role === "declared" && c.diff !== null) ??
    comparisons.find((c) => c.diff !== null)
  );
}

/** One comparison looked at closely: what more seeds would buy it, and what another method says. */
export function Closer({ selection, results, comparison }: Props) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [panel, seen] = useInView<HTMLDivElement>();
  const { data } = useQuestions(selection, { enabled: seen });
  const names = resultNames(results);
  const listed = comparison.comparisons.filter((c) => c.diff !== null && c.basis === "seeds");
  const current = listed.find((c) => keyOf(c) === chosen) ?? likely(listed);
  if (!current) return null;
  const table =
    data === undefined
      ? undefined
      : (data.tables.find((each) => each.benchmark === current.benchmark) ?? null);
  return (
    <div ref={panel}>
      <Panel
        title="One comparison, closer"
        aside={
          <Select
            aria-label="Comparison"
            value={keyOf(current)}
            options={listed.map((c) => ({
              value: keyOf(c),
              label: `${names.arm(c.arm)} − ${names.arm(c.baseline)}, ${names.benchmark(c.benchmark)}${c.role === "contrast" ? " (declared)" : ""}`,
            }))}
            onValueChange={setChosen}
            className="max-w-96"
          />
        }
      >
        <div key={keyOf(current)} className="flex flex-col gap-6">
          <MoreSeeds comparison={current} options={comparison.options} ablationId={results.ablationId} />
          <Bootstrap comparison={current} table={table} />
        </div>
      </Panel>
    </div>
  );
}

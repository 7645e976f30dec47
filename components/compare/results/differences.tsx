"use client";

import { ForestChart } from "@/components/charts/forest-chart";
import { prepareForest } from "@/components/charts/prepare-forest";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import type { AblationResults } from "@/lib/contracts/results";
import type { AblationComparison, ArmComparison } from "@/lib/stats/ablation";
import { ComparisonTable } from "../comparison-table";
import { namesOf } from "../describe-results";

interface Props {
  results: AblationResults;
  comparison: AblationComparison;
  /** Key of the baseline chosen on the page; null: as declared. */
  baseline: string | null;
  onBaseline: (key: string | null) => void;
}

const AS_DECLARED = "";

/** Differences to the baseline, one row a benchmark and one for their mean. */
export function Differences(props: Props) {
  const { results, comparison, baseline } = props;
  const rows = comparison.comparisons;
  return (
    <Panel title="Differences" aside={<BaselinePicker {...props} />}>
      <BaselineNote results={results} baseline={baseline} />
      <Forest rows={rows} results={results} delta={comparison.options.delta} />
      <details className="mt-3">
        <summary className="cursor-pointer text-sm">Every comparison in words</summary>
        <div className="mt-2">
          <ComparisonTable rows={rows} results={results} />
        </div>
      </details>
    </Panel>
  );
}

function declaredName(results: AblationResults): string {
  return results.baselineArm === null ? "all pairs" : namesOf(results).arm(results.baselineArm);
}

function BaselinePicker({ results, baseline, onBaseline }: Props) {
  const arms = results.arms.filter((arm) => arm.armId !== null || arm.source === "imported");
  const options = [
    { value: AS_DECLARED, label: `declared: ${declaredName(results)}` },
    ...arms.map((arm) => ({ value: arm.key, label: arm.name })),
  ];
  return (
    <label htmlFor="baseline" className="flex min-w-0 items-center gap-2">
      Baseline
      <Select
        id="baseline"
        value={baseline ?? AS_DECLARED}
        options={options}
        onValueChange={(key) => onBaseline(key === AS_DECLARED ? null : key)}
        className="max-w-64"
      />
    </label>
  );
}

function BaselineNote({ results, baseline }: Pick<Props, "results" | "baseline">) {
  if (baseline === null || baseline === results.baselineArm) return null;
  return (
    <p className="mb-3 text-warn text-xs">
      Not the baseline declared at launch ({declaredName(results)}): chosen after seeing the data, so what was
      not declared is exploratory.
    </p>
  );
}

function Forest(props: { rows: readonly ArmComparison[]; results: AblationResults; delta: number }) {
  const { rows, results, delta } = props;
  const names = namesOf(results);
  return (
    <>
      <ForestChart
        chart={prepareForest(rows, delta)}
        nameOf={(c) => ({
          pair: `${names.arm(c.arm)} − ${names.arm(c.baseline)}`,
          where: names.benchmark(c.benchmark),
        })}
      />
      <p className="mt-3 text-ink-3 text-xs">
        Diamond = mean difference, bar = 95% interval, rings = single seeds where arms share their warm-ups;
        hollow diamond = one run a side. Band: practically equal (±{100 * delta} points). Holm: adjusted over
        the declared comparisons, whatever is in view.
      </p>
    </>
  );
}

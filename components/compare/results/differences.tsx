"use client";

import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { AblationResults, ResultSelection } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import type { AblationComparison, ArmComparison } from "@/lib/stats/ablation";
import { CLAIM_WORDS, CLAIMS, type Claim } from "./claims";
import { MethodsForest } from "./forests";
import { SecondLook } from "./second-look";

interface Props {
  selection: ResultSelection;
  results: AblationResults;
  comparison: AblationComparison;
  /** Key of the baseline chosen on the page; null: as declared. */
  baseline: string | null;
  onBaseline: (key: string | null) => void;
  claim: Claim;
  onClaim: (claim: Claim) => void;
}

const AS_DECLARED = "";

/** What is shown: all declared comparisons, or those with a chosen arm; the declared contrast never goes out of view. */
export function rowsInView(comparison: AblationComparison, baseline: string | null): ArmComparison[] {
  if (baseline === null) return comparison.comparisons;
  return comparison.comparisons.filter((c) => c.role === "contrast" || c.baseline === baseline);
}

/** Differences to the baseline, one row a benchmark and one for their mean, under the claim that is asked for. */
export function Differences(props: Props) {
  const { selection, results, comparison, baseline, claim, onClaim } = props;
  const rows = rowsInView(comparison, baseline);
  const trained = rows.some((c) => c.basis === "seeds");
  return (
    <Panel title="Differences" aside={<BaselinePicker {...props} />}>
      {trained ? (
        <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <span className="text-ink-2 text-xs">A claim about</span>
          <div className="max-w-full overflow-x-auto">
            <Segmented
              label="A claim about"
              value={claim}
              options={CLAIMS.map((value) => ({ value, label: CLAIM_WORDS[value].label }))}
              onValueChange={onClaim}
            />
          </div>
          <span className="min-w-0 max-w-prose text-ink-3 text-xs">
            {CLAIM_WORDS[claim].random}
            {claim === "methods" && results.ablationId !== null ? " The analysis declared at launch." : ""}
          </span>
        </div>
      ) : null}
      <BaselineNote results={results} baseline={baseline} />
      {claim === "methods" ? (
        <MethodsForest rows={rows} results={results} delta={comparison.options.delta} />
      ) : (
        <SecondLook
          selection={selection}
          results={results}
          rows={rows}
          claim={claim}
          options={comparison.options}
        />
      )}
    </Panel>
  );
}

/** The comparison that nobody chose on this page: declared at launch, or for a selection every pair. */
function declaredName({ ablationId, baselineArm, ...results }: AblationResults): string {
  const who = ablationId === null ? "" : "declared: ";
  return `${who}${baselineArm === null ? "all pairs" : resultNames(results).arm(baselineArm)}`;
}

function BaselinePicker({ results, baseline, onBaseline }: Props) {
  const arms = results.arms.filter((arm) => arm.armId !== null || arm.source === "imported");
  const options = [
    { value: AS_DECLARED, label: declaredName(results) },
    ...arms.map((arm) => ({ value: arm.key, label: resultNames(results).arm(arm.key) })),
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
      Not the comparison that the Holm family counts ({declaredName(results)}): chosen after seeing the data.
      What is not in the family is exploratory; the family stays as it is.
    </p>
  );
}

import type { CostBreakdown } from "@/lib/contracts/costs";
import type { AblationResults } from "@/lib/contracts/results";
import {
  type ArmTotals,
  armTotals,
  type CostMeasure,
  type CostRatio,
  costRatio,
  type PriceOfAPoint,
  priceOfAPoint,
} from "@/lib/stats/costs";

export interface ArmPrice {
  totals: ArmTotals;
  /** Against the outcome-only arm (or the baseline); empty for that arm itself. */
  ratios: CostRatio[];
  /** Extra tokens per point of accuracy gained against it, over the mean of all benchmarks; null for that arm. */
  price: PriceOfAPoint | null;
}

export interface CostConclusions {
  /** What the others are held against; null: the selection has no such arm. */
  against: string | null;
  arms: ArmPrice[];
  gpuUsed: boolean;
}

const MEASURES: readonly CostMeasure[] = ["tokens", "activeSeconds", "gpuSeconds"];

/** Outcome-only where there is one, since it is what continuations are paid on top of; else the declared baseline. */
function againstOf(costs: CostBreakdown, results: AblationResults): string | null {
  return costs.outcomeOnly[0] ?? results.baselineArm;
}

/** What each arm's finished trainings cost, and how that stands to outcome-only: measured, with intervals over seeds. */
export function concludeCosts(
  costs: CostBreakdown,
  results: AblationResults,
  level: number,
): CostConclusions {
  const against = againstOf(costs, results);
  const measures = MEASURES.filter((measure) => measure !== "gpuSeconds" || costs.gpuUsed);
  const arms = costs.arms
    .filter(({ key }) => costs.seeds.some((seed) => seed.arm === key))
    .map(({ key: arm }): ArmPrice => {
      const totals = armTotals(costs.seeds, arm, level);
      const isTraining = totals.seeds.some((seed) => seed.lambdaProcess !== null);
      if (against === null || arm === against || !isTraining) return { totals, ratios: [], price: null };
      const ratios = measures.map((measure) =>
        costRatio(costs.seeds, { arm, baseline: against, measure }, level),
      );
      const question = { arm, baseline: against, measure: "tokens", benchmark: null } as const;
      return { totals, ratios, price: priceOfAPoint(costs.seeds, results, question, level) };
    });
  return { against, arms, gpuUsed: costs.gpuUsed };
}

import type { AblationResults, CostBreakdown, ResultArm } from "@/lib/contracts";
import { formatCompact, formatValue } from "@/lib/format/number";
import { type ArmSummary, compareArms } from "@/lib/stats/ablation";
import {
  type ArmTotals,
  armTotals,
  type CostMeasure,
  type CostRatio,
  costRatio,
  type FormulaCheck,
  formulaCheck,
  type PaidUnit,
  type PriceOfAPoint,
  priceOfAPoint,
  trainedBenchmarks,
} from "@/lib/stats/costs";
import { ALL_BENCHMARKS, type CostState, type PaidIn } from "./url-state";

export interface CostRow {
  arm: ResultArm;
  totals: ArmTotals;
  /** Null for the baseline, for warm-ups and where no baseline is. */
  ratios: { tokens: CostRatio; activeSeconds: CostRatio; gpuSeconds: CostRatio } | null;
  /** Null for warm-ups: they are what others gain over. */
  overWarmUp: PriceOfAPoint | null;
  overBaseline: PriceOfAPoint | null;
  formula: FormulaCheck | null;
  /** On the chosen benchmark. */
  reached: ArmSummary | null;
}

export interface CostModel {
  rows: CostRow[];
  baseline: ResultArm | null;
  /** Arms that may be the baseline. */
  baselines: ResultArm[];
  /** Null: the mean over benchmarks. */
  benchmark: string | null;
  benchmarkTitle: string;
  paid: PaidIn;
  gpuUsed: boolean;
}

/** Everything but SFT runs: those sample nothing, and every arm shares them. */
function trains(costs: CostBreakdown, arm: string): boolean {
  return costs.seeds.some((seed) => seed.arm === arm && seed.lambdaProcess !== null);
}

/** Outcome-only where there is one (the declared baseline first, then one that shares warm-ups), since continuations come on top of it. */
function usualBaseline(costs: CostBreakdown, results: AblationResults, among: readonly ResultArm[]) {
  const outcomeOnly = among.filter(({ key }) => costs.outcomeOnly.includes(key));
  return (
    outcomeOnly.find(({ key }) => key === results.baselineArm) ??
    outcomeOnly.find(({ sharesWarmUp }) => sharesWarmUp) ??
    outcomeOnly[0] ??
    among.find(({ key }) => key === results.baselineArm) ??
    null
  );
}

function benchmarkOf(results: AblationResults, wanted: string): string | null {
  const known = trainedBenchmarks(results.benchmarks).map(({ key }) => key);
  if (wanted === ALL_BENCHMARKS && known.length > 1) return null;
  const usual = results.contrast?.benchmark ?? known[0] ?? null;
  return known.includes(wanted) ? wanted : usual;
}

/** All that the cost page says, drawn from what was measured. */
export function costModel(results: AblationResults, costs: CostBreakdown, state: CostState): CostModel {
  const arms = costs.arms.filter(({ key }) => costs.seeds.some((seed) => seed.arm === key));
  const baselines = arms.filter(({ key }) => trains(costs, key));
  const baseline =
    baselines.find(({ key }) => key === state.against) ?? usualBaseline(costs, results, baselines);
  const benchmark = benchmarkOf(results, state.on);
  const paid = state.paid === "gpuSeconds" && !costs.gpuUsed ? "activeSeconds" : state.paid;
  const { summaries } = compareArms(results);
  const rows = [...arms]
    .sort((a, b) => a.position - b.position)
    .map((arm): CostRow => {
      const trained = trains(costs, arm.key);
      const ask = (against: string | null): PriceOfAPoint =>
        priceOfAPoint(costs.seeds, results, { arm: arm.key, baseline: against, measure: paid, benchmark });
      const other = baseline && baseline.key !== arm.key && trained ? baseline.key : null;
      const ratio = (measure: CostMeasure, against: string) =>
        costRatio(costs.seeds, { arm: arm.key, baseline: against, measure });
      return {
        arm,
        totals: armTotals(costs.seeds, arm.key),
        ratios:
          other === null
            ? null
            : {
                tokens: ratio("tokens", other),
                activeSeconds: ratio("activeSeconds", other),
                gpuSeconds: ratio("gpuSeconds", other),
              },
        overWarmUp: trained ? ask(null) : null,
        overBaseline: other === null ? null : ask(other),
        formula: formulaCheck(costs.seeds, arm.key),
        reached: summaries.find((s) => s.arm === arm.key && s.benchmark === benchmark) ?? null,
      };
    });
  const title = results.benchmarks.find(({ key }) => key === benchmark)?.title;
  const benchmarkTitle = title ?? (benchmark === null ? "the mean over benchmarks" : benchmark);
  return { rows, baseline, baselines, benchmark, benchmarkTitle, paid, gpuUsed: costs.gpuUsed };
}

/** How amounts of what is paid are written. */
export function unitOf(paid: PaidIn): PaidUnit {
  if (paid === "tokens") return { number: formatCompact, unit: "tokens" };
  return { number: (value) => formatValue(value, 3), unit: paid === "gpuSeconds" ? "GPU-s" : "s" };
}

/** A measured amount with its unit. */
export function amountOf(paid: PaidIn): (value: number) => string {
  const { number, unit } = unitOf(paid);
  return (value) => `${number(value)} ${unit}`;
}

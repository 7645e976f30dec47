import type { AblationResults, CostBreakdown } from "@/lib/contracts";
import { formatCompact, formatValue, plural } from "@/lib/format/number";
import type { CostRatio } from "@/lib/stats/costs";
import { priceWords } from "@/lib/stats/costs";
import { type CostModel, type CostRow, unitOf } from "./cost-model";

/** "5.37 times [5.31, 5.43]", or why there is no interval. */
export function ratioText({ ratio }: CostRatio): string {
  if (ratio.kind === "interval")
    return `${formatValue(ratio.ratio, 3)} times [${formatValue(ratio.lo, 3)}, ${formatValue(ratio.hi, 3)}]`;
  return ratio.ratio === null ? ratio.words : `${formatValue(ratio.ratio, 3)} times (${ratio.words})`;
}

function againstSentence({ arm, ratios }: CostRow, model: CostModel): string[] {
  if (!ratios || !model.baseline || ratios.tokens.ratio.ratio === null) return [];
  const { paired, ratio } = ratios.tokens;
  const design = paired ? `paired by seed, n = ${ratio.n[0]}` : `not paired, n = ${ratio.n.join(" and ")}`;
  const time = model.gpuUsed ? ratioText(ratios.gpuSeconds) : ratioText(ratios.activeSeconds);
  const kind = model.gpuUsed ? "GPU time" : "active time";
  return [
    `${arm.name} sampled ${ratioText(ratios.tokens)} the tokens of ${model.baseline.name} and took ${time} its ${kind} (${design}; 95%).`,
  ];
}

function boughtSentence({ arm, overBaseline }: CostRow, model: CostModel): string[] {
  if (!overBaseline || overBaseline.kind === "none" || !model.baseline) return [];
  const { value, detail } = priceWords(overBaseline, unitOf(model.paid));
  const told = detail === "" ? value : `${value} (${detail})`;
  return [
    `Price of a point that ${arm.name} gains on ${model.baseline.name} (${model.benchmarkTitle}): ${told}.`,
  ];
}

/** The page's first sentences: what the others cost against the baseline, and whether that bought anything. */
export function describeCosts(model: CostModel): string[] {
  if (model.rows.length === 0) return ["No training has told a cost yet."];
  if (!model.baseline && model.baselines.length > 0)
    return ["None of these arms is outcome-only: choose one above to hold the others against."];
  if (!model.baseline)
    return ["No arm samples responses, so that there is nothing to hold the costs against."];
  const finished = model.rows.find(({ arm }) => arm.key === model.baseline?.key)?.totals.seeds.length ?? 0;
  if (finished === 0) return [`${model.baseline.name} has no finished training yet: no ratio can be told.`];
  const others = model.rows.filter(({ ratios }) => ratios !== null);
  if (others.length === 0)
    return [
      `${model.baseline.name} is the only arm here that samples responses: there is no other to hold it against.`,
    ];
  return others.flatMap((row) => [...againstSentence(row, model), ...boughtSentence(row, model)]);
}

/** Seeds that enter no mean, each with what it had spent. */
export function leftOut(costs: CostBreakdown, nameOf: (arm: string) => string): string[] {
  const unfinished = costs.seeds.filter(({ status }) => status !== "succeeded");
  return [
    ...unfinished.map(
      (seed) =>
        `${nameOf(seed.arm)}, seed ${seed.seed}: ${seed.status} at train step ${seed.trainSteps}, after ${formatCompact(seed.responseTokens + seed.continuationTokens)} tokens and ${formatValue(seed.activeMs / 1000, 3)} s`,
    ),
    ...costs.silent.map(
      ({ arm, seed, status }) => `${nameOf(arm)}, seed ${seed}: ${status}, has told no cost`,
    ),
  ];
}

/** What is paid beside the trainings, and by whom. */
export function sharedCosts(costs: CostBreakdown): string[] {
  const { jobs, seconds } = costs.rewriting;
  return [
    jobs === 0
      ? "No rewriting has been timed."
      : `Rewriting: ${formatValue(seconds, 3)} s in ${plural(jobs, "job")}, once for all arms.`,
    "A warm-up is paid once per seed and shared by the arms that start from it: it is its own row and in no other.",
  ];
}

/** Seeds launched, for "n of S". */
export function seedsLaunched(results: AblationResults, costs: CostBreakdown, arm: string): number {
  const own = [...costs.seeds, ...costs.silent].filter((seed) => seed.arm === arm);
  return Math.max(new Set(own.map(({ seed }) => seed)).size, own.length > 0 ? 0 : results.seeds.length);
}

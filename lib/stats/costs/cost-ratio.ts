import type { CostSeed } from "@/lib/contracts/costs";
import { type RatioInterval, ratioInterval } from "../ratios";
import { COST_MEASURES, type CostMeasure, finishedSeeds } from "./measures";

export interface CostRatio {
  arm: string;
  baseline: string;
  measure: CostMeasure;
  paired: boolean;
  ratio: RatioInterval;
}

/** Seeds finished in both arms that started from the same warm-up; null where some common seed did not. */
export function pairsOf(
  all: readonly CostSeed[],
  arm: string,
  baseline: string,
): { seed: number; own: CostSeed; other: CostSeed }[] | null {
  const others = new Map(finishedSeeds(all, baseline).map((seed) => [seed.seed, seed]));
  const pairs = finishedSeeds(all, arm).flatMap((own) => {
    const other = others.get(own.seed);
    return other ? [{ seed: own.seed, own, other }] : [];
  });
  const shared = pairs.every(
    ({ own, other }) => own.warmUpRunId !== null && own.warmUpRunId === other.warmUpRunId,
  );
  return shared ? pairs : null;
}

/**
 * How many times the baseline's cost an arm's is, over finished trainings: paired by seed where both start from the same
 * warm-ups, else the two arms' seeds apart. No unit. Undefined, with the reason, where the baseline spends none of it.
 */
export function costRatio(
  all: readonly CostSeed[],
  { arm, baseline, measure }: { arm: string; baseline: string; measure: CostMeasure },
  level = 0.95,
): CostRatio {
  const { of } = COST_MEASURES[measure];
  const pairs = pairsOf(all, arm, baseline);
  const paired = pairs !== null;
  const [own, other] = paired
    ? [pairs.map((pair) => of(pair.own)), pairs.map((pair) => of(pair.other))]
    : [finishedSeeds(all, arm).map(of), finishedSeeds(all, baseline).map(of)];
  return { arm, baseline, measure, paired, ratio: ratioInterval(own, other, { paired, level }) };
}

import { type Axis, axisFor } from "@/components/charts/ticks";
import type { ResultArm } from "@/lib/contracts";
import { COST_MEASURES } from "@/lib/stats/costs";
import { type TInterval, tInterval } from "@/lib/stats/seeds";
import type { CostModel, CostRow } from "./cost-model";

export interface ScatterArm {
  arm: ResultArm;
  /** Seeds with both a finished training and an accuracy. */
  seeds: { seed: number; cost: number; accuracy: number }[];
  cost: TInterval;
  /** Shares. */
  accuracy: { mean: number; lo: number | null; hi: number | null } | null;
  /** Two seeds or fewer bear no verdict: drawn grey. */
  muted: boolean;
}

export interface ScatterChart {
  arms: ScatterArm[];
  x: Axis;
  y: Axis;
  /** Some interval goes on beyond what the axes show. */
  cut: boolean;
}

function armOf(row: CostRow, of: (typeof COST_MEASURES)["tokens"]["of"]): ScatterArm[] {
  const { arm, totals, reached } = row;
  const accuracyOf = new Map(reached?.seeds.map((dot) => [dot.seed, dot.accuracy]) ?? []);
  const seeds = totals.seeds.flatMap((seed) => {
    const accuracy = accuracyOf.get(seed.seed);
    return accuracy === undefined ? [] : [{ seed: seed.seed, cost: of(seed), accuracy }];
  });
  if (seeds.length === 0) return [];
  const mean = reached?.mean ?? null;
  const lo = reached?.interval?.lo ?? null;
  const hi = reached?.interval?.hi ?? null;
  const accuracy = mean === null ? null : { mean, lo, hi };
  // Over the same seeds as the accuracies: a training that is not evaluated yet would move one mean and not the other.
  const cost = tInterval(seeds.map((seed) => seed.cost));
  return [{ arm, seeds, cost, accuracy, muted: seeds.length < 3 }];
}

const held = (value: number | null, lo: number, hi: number) =>
  value === null ? [] : [Math.min(hi, Math.max(lo, value))];

/**
 * Accuracy against cost: every seed, and each arm's means with both intervals. Costs end at 0 and accuracies at 0 and 1;
 * an interval that leaves them is cut there, and the chart says so.
 */
export function prepareScatter({ rows, paid }: Pick<CostModel, "rows" | "paid">): ScatterChart {
  const { of } = COST_MEASURES[paid];
  const arms = rows.flatMap((row) => armOf(row, of));
  const costs = arms.flatMap(({ seeds, cost }) => [
    ...seeds.map((seed) => seed.cost),
    ...held(cost.lo, 0, Number.POSITIVE_INFINITY),
    ...held(cost.hi, 0, Number.POSITIVE_INFINITY),
  ]);
  const shares = arms.flatMap(({ seeds, accuracy }) => [
    ...seeds.map((seed) => seed.accuracy),
    ...held(accuracy?.lo ?? null, 0, 1),
    ...held(accuracy?.hi ?? null, 0, 1),
  ]);
  const x = axisFor([0, ...costs], 5, 1);
  const y = axisFor(shares, 5);
  const bounded = { lo: Math.max(0, y.lo), hi: Math.min(1, y.hi) };
  const ticks = y.ticks.filter((tick) => tick >= bounded.lo && tick <= bounded.hi);
  const cut = arms.some(
    ({ cost, accuracy }) => (cost.lo ?? 0) < 0 || (accuracy?.lo ?? 0) < 0 || (accuracy?.hi ?? 1) > 1,
  );
  return {
    arms,
    x: { lo: 0, hi: x.hi, ticks: x.ticks.filter((tick) => tick >= 0) },
    y: { ...bounded, ticks },
    cut,
  };
}

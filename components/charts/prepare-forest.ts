import type { ArmComparison } from "@/lib/stats/ablation";
import { type Axis, axisFor, positionOn } from "./ticks";

export interface ForestRow {
  comparison: ArmComparison;
  at: number | null;
  from: number | null;
  to: number | null;
  /** Seed differences, shown behind the mean where the design is paired. */
  seeds: { seed: number; at: number }[];
}

export interface ForestChart {
  axis: Axis;
  /** Where "no difference" lies, 0 to 1. */
  zero: number;
  /** The band of practical equality, 0 to 1. */
  band: { from: number; to: number };
  rows: ForestRow[];
}

/** Marks of a forest plot of differences; zero is always on the axis. */
export function prepareForest(comparisons: readonly ArmComparison[], delta: number): ForestChart {
  const values = comparisons.flatMap((c) => [
    ...(c.diff === null ? [] : [c.diff]),
    ...(c.interval ? [c.interval.lo, c.interval.hi] : []),
    ...c.seedDifferences.map((s) => s.diff),
  ]);
  const axis = axisFor([...values, -2 * delta, 2 * delta]);
  const at = (v: number) => positionOn(axis, v);
  return {
    axis,
    zero: at(0),
    band: { from: at(-delta), to: at(delta) },
    rows: comparisons.map((comparison) => ({
      comparison,
      at: comparison.diff === null ? null : at(comparison.diff),
      from: comparison.interval ? at(comparison.interval.lo) : null,
      to: comparison.interval ? at(comparison.interval.hi) : null,
      seeds: comparison.seedDifferences.map((s) => ({ seed: s.seed, at: at(s.diff) })),
    })),
  };
}

import type { ArmComparison } from "@/lib/stats/ablation";
import { type Axis, axisFor, positionOn } from "./ticks";

export interface ForestRow {
  comparison: ArmComparison;
  at: number | null;
  from: number | null;
  to: number | null;
  /** Seed differences, shown behind the mean where the design is paired. */
  seeds: { seed: number; at: number }[];
  /** One run on a side: the interval knows the questions only, so its mark is hollow. */
  hollow: boolean;
}

/** Rows of one pair of arms; the contrast declared before launch is a group of its own. */
export interface ForestGroup {
  key: string;
  role: ArmComparison["role"];
  rows: ForestRow[];
}

export interface ForestChart {
  axis: Axis;
  /** Where "no difference" lies, 0 to 1. */
  zero: number;
  /** The band of practical equality, 0 to 1. */
  band: { from: number; to: number };
  rows: ForestRow[];
  groups: ForestGroup[];
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
  const rows = comparisons.map((comparison) => rowOf(comparison, at));
  return { axis, zero: at(0), band: { from: at(-delta), to: at(delta) }, rows, groups: groupsOf(rows) };
}

function rowOf(comparison: ArmComparison, at: (value: number) => number): ForestRow {
  const { diff, interval, seedDifferences, basis } = comparison;
  return {
    comparison,
    at: diff === null ? null : at(diff),
    from: interval ? at(interval.lo) : null,
    to: interval ? at(interval.hi) : null,
    seeds: seedDifferences.map((s) => ({ seed: s.seed, at: at(s.diff) })),
    hollow: basis === "questions",
  };
}

/** The declared contrast first, then a group a pair in the order of the comparisons. */
function groupsOf(rows: readonly ForestRow[]): ForestGroup[] {
  const groups = new Map<string, ForestRow[]>();
  for (const row of rows) {
    const { arm, baseline, role } = row.comparison;
    const key = JSON.stringify([role === "contrast", arm, baseline]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const made = [...groups].map(([key, own]) => ({ key, role: roleOf(own), rows: own }));
  return [
    ...made.filter(({ role }) => role === "contrast"),
    ...made.filter(({ role }) => role !== "contrast" && role !== "exploratory"),
    ...made.filter(({ role }) => role === "exploratory"),
  ];
}

/** A pair with one declared row is a declared pair; its mean row stays exploratory by itself. */
function roleOf(rows: readonly ForestRow[]): ArmComparison["role"] {
  const roles = rows.map(({ comparison }) => comparison.role);
  return roles.find((role) => role !== "exploratory") ?? "exploratory";
}

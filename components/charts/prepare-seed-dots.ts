import type { ResultArm } from "@/lib/contracts/results";
import { type ArmSummary, percent } from "@/lib/stats/ablation";
import { type Axis, axisFor, positionOn } from "./ticks";

export interface SeedDotMark {
  seed: number;
  /** 0 to 1 along the axis. */
  at: number;
  title: string;
}

export interface SeedDotRow {
  arm: ResultArm;
  summary: ArmSummary;
  dots: SeedDotMark[];
  mean: number | null;
  interval: { from: number; to: number; cutLow: boolean; cutHigh: boolean } | null;
  /** Two seeds or one: grey, since it carries no verdict. */
  muted: boolean;
}

export interface SeedDotsChart {
  axis: Axis;
  rows: SeedDotRow[];
}

function dotTitle(dot: ArmSummary["seeds"][number], ofMean: boolean): string {
  const counts =
    dot.correct !== null
      ? `${dot.correct}/${dot.graded} right`
      : ofMean
        ? "mean over benchmarks"
        : "reported percentage, count unknown";
  const range = dot.wilson ? `, Wilson ${percent(dot.wilson.lo)} to ${percent(dot.wilson.hi)}` : "";
  const lost = dot.ungraded > 0 ? `, ${dot.ungraded} without a verdict` : "";
  return `seed ${dot.seed}: ${percent(dot.accuracy)} (${counts}${range}${lost})`;
}

/**
 * Marks of one benchmark: a row an arm, a dot a seed, mean and interval. Few seeds make intervals that leave [0, 100]:
 * the axis keeps to what an accuracy can be and such an interval ends in an arrow, its bounds stay in the table.
 */
export function prepareSeedDots(summaries: readonly ArmSummary[], arms: readonly ResultArm[]): SeedDotsChart {
  const held = (v: number) => Math.min(1, Math.max(0, v));
  const values = summaries.flatMap((s) => [
    ...s.seeds.map((d) => d.accuracy),
    ...(s.interval ? [held(s.interval.lo), held(s.interval.hi)] : []),
  ]);
  const axis = axisFor(values);
  const bounded = { lo: Math.max(0, axis.lo), hi: Math.min(1, axis.hi) };
  const chart = { ...bounded, ticks: axis.ticks.filter((t) => t >= bounded.lo && t <= bounded.hi) };
  const rows = arms.flatMap((arm) => {
    const summary = summaries.find((s) => s.arm === arm.key);
    return summary ? [rowOf(arm, summary, chart)] : [];
  });
  return { axis: chart, rows };
}

function rowOf(arm: ResultArm, summary: ArmSummary, axis: Axis): SeedDotRow {
  const { interval } = summary;
  return {
    arm,
    summary,
    dots: summary.seeds.map((d) => ({
      seed: d.seed,
      at: positionOn(axis, d.accuracy),
      title: dotTitle(d, summary.benchmark === null),
    })),
    // One run has no mean: its dot is all there is.
    mean: summary.mean === null || summary.seedCount < 2 ? null : positionOn(axis, summary.mean),
    interval: interval && {
      from: positionOn(axis, interval.lo),
      to: positionOn(axis, interval.hi),
      cutLow: interval.lo < axis.lo,
      cutHigh: interval.hi > axis.hi,
    },
    muted: summary.claim !== "verdict",
  };
}

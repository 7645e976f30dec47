import { type Axis, axisFor } from "@/components/charts/ticks";
import type { ResultArm } from "@/lib/contracts";
import { formatValue } from "@/lib/format/number";
import { COST_PHASES, type CostPhase } from "@/lib/stats/costs";
import type { TInterval } from "@/lib/stats/seeds";
import type { CostModel } from "./cost-model";

export const PHASE_TITLES: Record<CostPhase, string> = {
  responses: "sampling responses",
  continuations: "sampling continuations",
  grading: "grading",
  update: "updating",
  other: "other",
};

export interface PhaseSegment {
  phase: CostPhase;
  /** Seconds along the axis. */
  from: number;
  to: number;
  title: string;
}

export interface PhaseRow {
  arm: ResultArm;
  segments: PhaseSegment[];
  total: TInterval;
  /** `lift`: rows up, where another seed lies at nearly the same place; every seed stays visible. */
  dots: { seed: number; seconds: number; lift: number }[];
}

export interface PhasesChart {
  rows: PhaseRow[];
  /** Seconds, from 0. */
  axis: Axis;
}

const range = ({ lo, hi }: TInterval) =>
  lo === null || hi === null ? "no interval" : `95% t [${formatValue(lo, 3)}, ${formatValue(hi, 3)}]`;

/** Marks of the seconds by phase: per arm the mean of each phase end to end, and the total's mean, interval and seeds. */
export function preparePhases({ rows }: Pick<CostModel, "rows">): PhasesChart {
  const prepared = rows
    .filter(({ totals }) => totals.seeds.length > 0)
    .map(({ arm, totals }): PhaseRow => {
      let at = 0;
      const segments = COST_PHASES.flatMap((phase): PhaseSegment[] => {
        const mean = totals.phases[phase].mean ?? 0;
        if (mean <= 0) return [];
        const from = at;
        at += mean;
        const title = `${arm.name}, ${PHASE_TITLES[phase]}: mean ${formatValue(mean, 3)} s, ${range(totals.phases[phase])}, n = ${totals.seeds.length}`;
        return [{ phase, from, to: at, title }];
      });
      const dots = totals.seeds.map(({ seed, activeMs }) => ({ seed, seconds: activeMs / 1000, lift: 0 }));
      return { arm, segments, total: totals.measures.activeSeconds, dots };
    });
  const ends = prepared.flatMap(({ total, dots, segments }) => [
    ...dots.map(({ seconds }) => seconds),
    total.hi ?? 0,
    segments.at(-1)?.to ?? 0,
  ]);
  const { hi, ticks } = axisFor([0, ...ends], 6, 1);
  for (const row of prepared) lift(row.dots, hi * CLOSE);
  return { rows: prepared, axis: { lo: 0, hi, ticks: ticks.filter((tick) => tick >= 0) } };
}

/** Seeds nearer than this share of the axis would cover each other. */
const CLOSE = 0.015;

function lift(dots: PhaseRow["dots"], close: number): void {
  const sorted = [...dots].sort((a, b) => a.seconds - b.seconds);
  sorted.forEach((dot, i) => {
    const before = sorted[i - 1];
    if (before && dot.seconds - before.seconds < close) dot.lift = before.lift + 1;
  });
}

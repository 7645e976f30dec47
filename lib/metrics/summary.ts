import type { MetricPoint } from "./points";

/** What is known of some points without them. `min`, `max` and `sum` are over the finite values. */
export interface MetricSummary {
  firstTrainStep: number;
  lastTrainStep: number;
  count: number;
  finiteCount: number;
  /** null: no finite value. */
  min: number | null;
  max: number | null;
  sum: number;
  hasNan: boolean;
  hasPosInf: boolean;
  hasNegInf: boolean;
}

/** The summary of one point. */
export function summaryOf(point: Pick<MetricPoint, "trainStep" | "value">): MetricSummary {
  const { trainStep, value } = point;
  const finite = Number.isFinite(value);
  return {
    firstTrainStep: trainStep,
    lastTrainStep: trainStep,
    count: 1,
    finiteCount: finite ? 1 : 0,
    min: finite ? value : null,
    max: finite ? value : null,
    sum: finite ? value : 0,
    hasNan: Number.isNaN(value),
    hasPosInf: value === Infinity,
    hasNegInf: value === -Infinity,
  };
}

const least = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));
const greatest = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));

/** Adds `other` to `into`, in place: associative and, but for rounding in `sum`, commutative. */
export function addSummary(into: MetricSummary, other: MetricSummary): void {
  into.firstTrainStep = Math.min(into.firstTrainStep, other.firstTrainStep);
  into.lastTrainStep = Math.max(into.lastTrainStep, other.lastTrainStep);
  into.count += other.count;
  into.finiteCount += other.finiteCount;
  into.min = least(into.min, other.min);
  into.max = greatest(into.max, other.max);
  into.sum += other.sum;
  into.hasNan ||= other.hasNan;
  into.hasPosInf ||= other.hasPosInf;
  into.hasNegInf ||= other.hasNegInf;
}

/** The summary of several points. @throws if there are none */
export function summarise(points: readonly MetricPoint[]): MetricSummary {
  const [first, ...rest] = points;
  if (!first) throw new Error("no points to sum up");
  const summary = summaryOf(first);
  for (const point of rest) addSummary(summary, summaryOf(point));
  return summary;
}

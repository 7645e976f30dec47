import type { MetricPoint } from "./points";

/** What is known of some points without them. `min`, `max` and `sum` (bounded) are over the finite values. */
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

/**
 * Sums are kept within this. A training that diverges logs numbers near the end of what a float64 holds; two of them
 * added overflow, which Postgres refuses, and as many sums as a series can have stay within a float64 from here.
 */
export const SUM_LIMIT = 1e300;

function bounded(sum: number): number {
  return Math.min(SUM_LIMIT, Math.max(-SUM_LIMIT, sum));
}

/** Mean of the finite values, never outside of them; null: there is none. */
export function meanOf({ sum, finiteCount, min, max }: MetricSummary): number | null {
  if (finiteCount === 0 || min === null || max === null) return null;
  return Math.min(max, Math.max(min, sum / finiteCount));
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
    sum: finite ? bounded(value) : 0,
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
  into.sum = bounded(into.sum + other.sum);
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

import type { SeriesRow } from "@/db/queries/metrics-read";
import { type AttemptSpan, currentSpansOf } from "@/lib/metrics/spans";

/** A stretch of one series that is to be read: train steps from..to, both included. */
export interface Segment {
  row: SeriesRow;
  from: number;
  to: number;
  current: boolean;
}

/** Spans of each job: attempts of one job supersede each other, those of another job (an evaluation) never. */
export function spansByJob(rows: readonly SeriesRow[]): Map<string, AttemptSpan[]> {
  const jobs = new Map<string, Map<string, { attemptId: string; number: number; first: number }>>();
  for (const { jobId, attemptId, attemptNumber: number, firstTrainStep } of rows) {
    const attempts = jobs.get(jobId) ?? new Map();
    jobs.set(jobId, attempts);
    const first = Math.min(attempts.get(attemptId)?.first ?? firstTrainStep, firstTrainStep);
    attempts.set(attemptId, { attemptId, number, first });
  }
  const inOrder = (attempts: Map<string, { attemptId: string; number: number; first: number }>) =>
    [...attempts.values()].sort((a, b) => a.number - b.number);
  return new Map([...jobs].map(([jobId, attempts]) => [jobId, currentSpansOf(inOrder(attempts))]));
}

function clip(row: SeriesRow, from: number, to: number, current: boolean): Segment[] {
  const [low, high] = [Math.max(row.firstTrainStep, from), Math.min(row.lastTrainStep, to)];
  return low <= high ? [{ row, from: low, to: high, current }] : [];
}

/** What is to be read of one series within from..to: its current stretch, and the superseded one if wanted. */
export function segmentsOf(
  row: SeriesRow,
  spans: ReadonlyMap<string, readonly AttemptSpan[]>,
  range: { from: number; to: number; superseded: boolean },
): Segment[] {
  const span = spans.get(row.jobId)?.find(({ attemptId }) => attemptId === row.attemptId);
  const end = span ? (span.to ?? Infinity) : -1;
  const current = clip(row, range.from, Math.min(range.to, end), true);
  const passed = range.superseded ? clip(row, Math.max(range.from, end + 1), range.to, false) : [];
  return [...current, ...passed];
}

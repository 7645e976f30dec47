import type { Queryable } from "@/db/client";
import { jobsBeganAt, type ProgressAt, progressAt } from "@/db/queries/progress-read";
import type { SeriesAxis } from "@/lib/contracts";
import type { AttemptSpan } from "@/lib/metrics/spans";

/** x of an attempt's train step; null where its cost is not known. */
export type XOf = (attemptId: string, trainStep: number) => number | null;

interface Place {
  attemptId: string;
  trainStep: number;
}

const keyOf = ({ attemptId, trainStep }: Place) => `${attemptId} ${trainStep}`;

function amount(axis: SeriesAxis, progress: ProgressAt): number {
  if (axis === "tokens") return progress.tokens;
  if (axis === "gpu") return progress.gpuMs;
  return axis === "active" ? progress.activeMs : progress.atMs;
}

/** Where each resumed attempt takes over: the last train step of the one before it. */
function handovers(spans: readonly AttemptSpan[]): Place[] {
  return spans.flatMap(({ attemptId, to }) => (to === null ? [] : [{ attemptId, trainStep: to }]));
}

/**
 * What is added to an attempt's own figures. Tokens and work begin anew with each attempt, so it is the sum of what its
 * predecessors had reached when it took over; wall time only has to begin with the job.
 */
function addOffsets(
  offsets: Map<string, number>,
  spans: readonly AttemptSpan[],
  at: ReadonlyMap<string, number>,
  beganAt: number | null,
): void {
  let sum = 0;
  for (const { attemptId, to } of spans) {
    offsets.set(attemptId, beganAt === null ? sum : -beganAt);
    if (to !== null) sum += at.get(keyOf({ attemptId, trainStep: to })) ?? 0;
  }
}

/** Reads what it takes to place some train steps of some attempts on an axis. One statement, whatever the axis. */
export async function axisFor(
  db: Queryable,
  axis: SeriesAxis,
  spans: ReadonlyMap<string, readonly AttemptSpan[]>,
  places: readonly Place[],
): Promise<XOf> {
  if (axis === "trainStep") return (_, trainStep) => trainStep;
  const asked = new Map([...places, ...[...spans.values()].flatMap(handovers)].map((p) => [keyOf(p), p]));
  const rows = await progressAt(db, [...asked.values()]);
  const at = new Map(rows.map((row) => [keyOf(row), amount(axis, row)]));
  const began = axis === "wall" ? await jobsBeganAt(db, [...spans.keys()]) : null;
  const offsets = new Map<string, number>();
  for (const [jobId, ofJob] of spans) addOffsets(offsets, ofJob, at, began ? (began.get(jobId) ?? 0) : null);
  return (attemptId, trainStep) => {
    const own = at.get(keyOf({ attemptId, trainStep }));
    const offset = offsets.get(attemptId);
    return own === undefined || offset === undefined ? null : own + offset;
  };
}

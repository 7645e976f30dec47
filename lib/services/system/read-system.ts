import type { Queryable } from "@/db/client";
import {
  describeSamples,
  latestSampleAt,
  readSystemBuckets,
  type SampledSubject,
  type SystemBucket,
  selectSampledAttempts,
} from "@/db/queries/system-samples";
import type { SystemAnswer, SystemAttempt, SystemLine, SystemQuery } from "@/lib/contracts";

/** No stretch is shorter than samples are apart. */
const LEAST_BUCKET_MS = 1000;

/** More samples of a stretch say little more of it, and reading them would make long runs slow. */
const ENOUGH_PER_MARK = 4;

type AttemptRow = Awaited<ReturnType<typeof selectSampledAttempts>>[number];

/** Where the run's own curves have their zero: its training's first attempt; without one, whatever began first. */
function zeroOf(rows: readonly AttemptRow[]): number | null {
  const training = rows.find(({ jobKind }) => jobKind !== "evaluate") ?? rows[0];
  return training ? training.beganAt : null;
}

function attemptOf(row: AttemptRow, zero: number): SystemAttempt {
  return {
    attemptId: row.id,
    attemptNumber: row.number,
    jobId: row.jobId,
    jobKind: row.jobKind,
    hostName: row.hostName,
    from: row.beganAt - zero,
    to: row.endedAt === null ? null : row.endedAt - zero,
  };
}

/** Buckets, in the order of the query, as one line for each attempt, value and GPU. */
function linesOf(buckets: readonly SystemBucket[], zero: number): SystemLine[] {
  const lines = new Map<string, SystemLine>();
  for (const { attemptId, metric, gpu, x, count, min, mean, max } of buckets) {
    const key = `${attemptId} ${metric} ${gpu}`;
    const line = lines.get(key) ?? { metric, gpu, attemptId, marks: [] };
    lines.set(key, line);
    line.marks.push({ x: x - zero, count, min, mean, max });
  }
  return [...lines.values()];
}

const NOTHING: SystemAnswer = {
  ...{ beganAt: null, from: 0, to: 0, bucketMs: LEAST_BUCKET_MS, samples: 0, every: 1 },
  ...{ attempts: [], lines: [], gpus: [], hostMemoryTotalBytes: null },
};

/**
 * What the machines gave to a run (its evaluations included) or to one job, over time: least, mean and greatest of at
 * most so many stretches. x counts from where the run's curves along wall time count from.
 */
export async function readSystem(
  db: Queryable,
  subject: SampledSubject,
  query: SystemQuery,
): Promise<SystemAnswer> {
  const rows = await selectSampledAttempts(db, subject);
  const zero = zeroOf(rows);
  if (zero === null) return NOTHING;
  const ids = rows.map(({ id }) => id);
  const latest = (await latestSampleAt(db, ids)) ?? zero;
  const fromMs = zero + (query.from ?? 0);
  const toMs = Math.max(fromMs, query.to === undefined ? latest : zero + query.to);
  const bucketMs = Math.max(LEAST_BUCKET_MS, Math.ceil((toMs - fromMs + 1) / query.buckets));
  const said = await describeSamples(db, ids, { fromMs, toMs });
  const every = Math.max(1, Math.floor(said.samples / (query.buckets * ENOUGH_PER_MARK)));
  const buckets = await readSystemBuckets(db, ids, { fromMs, toMs, bucketMs, every });
  return {
    beganAt: new Date(zero).toISOString(),
    from: fromMs - zero,
    to: toMs - zero,
    bucketMs,
    samples: said.samples,
    every,
    attempts: rows.map((row) => attemptOf(row, zero)),
    lines: linesOf(buckets, zero),
    gpus: (said.withGpus?.gpus ?? []).map(({ index, name, memoryTotalBytes }) => ({
      ...{ index, name, memoryTotalBytes },
    })),
    hostMemoryTotalBytes: said.latest?.hostMemoryTotalBytes ?? null,
  };
}

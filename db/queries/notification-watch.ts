import { and, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { ablations, attempts, hosts, jobs, runs } from "@/db/schema";
import { RUN_KINDS } from "@/lib/domain/run-kinds";
import { ENDED_STATUSES, LIVE_STATUSES } from "@/lib/domain/run-status";
import { isOwnJob } from "./imported-runs";

/** Something non-finite in one series of one attempt. */
export interface NonFinite {
  chunkId: number;
  attemptId: string;
  ablationId: string;
  runId: string;
  metric: string;
  fromTrainStep: number;
  toTrainStep: number;
  what: string;
  /** When the attempt ended, in milliseconds since 1970; null while it runs. */
  endedAtMs: number | null;
}

/** The newest batch of points that is stored. */
export async function lastChunkId(db: Queryable): Promise<number> {
  const [row] = await db.execute<{ last: number }>(
    sql`select coalesce(max(id), 0)::float8 as last from metric_chunks`,
  );
  return row?.last ?? 0;
}

/** Series with values that are not finite, among batches stored after `chunkId`; the earliest batch of each. */
export async function selectNonFinite(db: Queryable, chunkId: number): Promise<NonFinite[]> {
  return db.execute<NonFinite & Record<string, unknown>>(sql`
    select distinct on (s.id) c.id::float8 as "chunkId", s.attempt_id as "attemptId", r.ablation_id as "ablationId",
      r.id as "runId", s.name as metric, c.first_train_step as "fromTrainStep", c.last_train_step as "toTrainStep",
      case when c.has_nan then 'NaN' when c.has_pos_inf then 'infinity' else 'minus infinity' end as what,
      (extract(epoch from a.ended_at) * 1000)::float8 as "endedAtMs"
    from metric_chunks c join metric_series s on s.id = c.series_id join runs r on r.id = s.run_id
      left join ${attempts} a on a.id = s.attempt_id
    where c.id > ${chunkId} and c.level = 0 and (c.has_nan or c.has_pos_inf or c.has_neg_inf)
    order by s.id, c.first_train_step`);
}

/** Trainings that run now, with how far they are. */
export function selectRunningTrainings(db: Queryable) {
  return db
    .select({
      runId: runs.id,
      ablationId: runs.ablationId,
      attemptId: jobs.currentAttemptId,
      lastTrainStep: runs.lastTrainStep,
    })
    .from(runs)
    .innerJoin(jobs, and(eq(jobs.runId, runs.id), inArray(jobs.kind, RUN_KINDS)))
    .where(inArray(jobs.status, LIVE_STATUSES))
    .orderBy(runs.id);
}

/** Attempts that run and of which nothing arrived since `before`. */
export async function selectSilent(db: Queryable, before: Date) {
  const heard = sql<Date>`greatest(${attempts.startedAt}, ${attempts.leasedAt}, (select max(last_received_at) from streams where attempt_id = ${attempts.id}))`;
  return db
    .select({
      attemptId: attempts.id,
      jobName: jobs.name,
      runId: jobs.runId,
      ablationId: jobs.ablationId,
      hostName: hosts.name,
      heardAt: heard.mapWith((value: string) => new Date(value)),
    })
    .from(jobs)
    .innerJoin(attempts, eq(attempts.id, jobs.currentAttemptId))
    .innerJoin(hosts, eq(hosts.id, attempts.hostId))
    .where(and(eq(jobs.status, "running"), sql`${heard} < ${before.toISOString()}`))
    .orderBy(attempts.id);
}

/** How many jobs of an ablation ended in which status; null while one has not ended. */
export async function endedCounts(
  db: Queryable,
  ablationId: string,
): Promise<{ name: string; counts: Record<string, number> } | null> {
  const rows = await db
    .select({ name: ablations.name, status: jobs.status, n: sql<number>`count(*)::int` })
    .from(jobs)
    .innerJoin(ablations, eq(ablations.id, jobs.ablationId))
    .where(and(eq(jobs.ablationId, ablationId), isOwnJob))
    .groupBy(ablations.name, jobs.status);
  const [first] = rows;
  if (!first || rows.some(({ status }) => !ENDED_STATUSES.includes(status))) return null;
  return { name: first.name, counts: Object.fromEntries(rows.map(({ status, n }) => [status, n])) };
}

import { and, eq, gt, inArray, isNotNull, isNull, max, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { attempts, checkpoints, evaluations, jobDependencies, jobs } from "@/db/schema";
import { LIVE_STATUSES } from "@/lib/domain/run-status";
import type { JobRow } from "./jobs";

export type AttemptRow = typeof attempts.$inferSelect;
export type AttemptChange = Partial<Omit<typeof attempts.$inferInsert, "id" | "jobId">>;

export async function findAttempt(db: Queryable, attemptId: string): Promise<AttemptRow | null> {
  const [row] = await db.select().from(attempts).where(eq(attempts.id, attemptId));
  return row ?? null;
}

export async function insertAttempt(db: Queryable, attempt: typeof attempts.$inferInsert): Promise<void> {
  await db.insert(attempts).values(attempt);
}

export async function updateAttempt(db: Queryable, attemptId: string, change: AttemptChange): Promise<void> {
  await db.update(attempts).set(change).where(eq(attempts.id, attemptId));
}

/** Number of the next attempt at a job, from 1. */
export async function nextAttemptNumber(db: Queryable, jobId: string): Promise<number> {
  const [row] = await db
    .select({ last: max(attempts.number) })
    .from(attempts)
    .where(eq(attempts.jobId, jobId));
  return (row?.last ?? 0) + 1;
}

/** Marks all earlier attempts as replaced: their events are kept and never drawn as current. */
export async function supersedeAttempts(db: Queryable, jobId: string, now: Date): Promise<void> {
  await db
    .update(attempts)
    .set({ supersededAt: now })
    .where(and(eq(attempts.jobId, jobId), isNull(attempts.supersededAt)));
}

/** How often the job was lost with its host. */
export async function countLostAttempts(db: Queryable, jobId: string): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(attempts)
    .where(and(eq(attempts.jobId, jobId), eq(attempts.status, "lost")));
  return row?.n ?? 0;
}

/**
 * Benchmarks on which a job has evaluated its checkpoint to the last question, over all its attempts. Those of a
 * checkpoint before (the training was continued since) do not count.
 */
export async function countCompletedBenchmarks(db: Queryable, jobId: string): Promise<number> {
  const evaluated = db
    .select({ trainStep: sql`(${jobs.output} ->> 'trainStep')::int` })
    .from(jobDependencies)
    .innerJoin(jobs, eq(jobs.id, jobDependencies.dependsOnJobId))
    .where(and(eq(jobDependencies.jobId, jobId), isNotNull(jobs.output)));
  const [row] = await db
    .select({ n: sql<number>`count(distinct ${evaluations.benchmarkId})::int` })
    .from(evaluations)
    .where(
      and(
        eq(evaluations.jobId, jobId),
        isNotNull(evaluations.completedAt),
        inArray(evaluations.trainStep, evaluated),
      ),
    );
  return row?.n ?? 0;
}

/** Whether an attempt wrote a checkpoint beyond those of all other attempts at its job. */
export async function hasProgressed(db: Queryable, jobId: string, attemptId: string): Promise<boolean> {
  const others = sql`coalesce((select max(other.train_step) from ${checkpoints} other
    where other.job_id = ${jobId} and other.attempt_id <> ${attemptId}), -1)`;
  const [row] = await db
    .select({ one: sql`1` })
    .from(checkpoints)
    .where(and(eq(checkpoints.attemptId, attemptId), gt(checkpoints.trainStep, others)))
    .limit(1);
  return row !== undefined;
}

/** Attempts that hold a place on the host. */
export async function liveAttemptIds(db: Queryable, hostId: string): Promise<string[]> {
  const rows = await db
    .select({ id: attempts.id })
    .from(attempts)
    .where(
      and(
        eq(attempts.hostId, hostId),
        inArray(attempts.status, LIVE_STATUSES),
        isNull(attempts.supersededAt),
      ),
    );
  return rows.map((row) => row.id);
}

/** Attempts that the host was given and that have not ended, as far as is known. */
export async function selectLeasedTo(
  db: Queryable,
  hostId: string,
): Promise<{ attemptId: string; jobId: string; ablationId: string }[]> {
  return db
    .select({ attemptId: attempts.id, jobId: jobs.id, ablationId: jobs.ablationId })
    .from(attempts)
    .innerJoin(jobs, and(eq(jobs.id, attempts.jobId), eq(jobs.currentAttemptId, attempts.id)))
    .where(and(eq(attempts.hostId, hostId), inArray(jobs.status, LIVE_STATUSES)))
    .orderBy(attempts.id);
}

/** Attempts of one host with their jobs: what a heartbeat is about. */
export async function findHostAttempts(
  db: Queryable,
  hostId: string,
  attemptIds: string[],
): Promise<Map<string, { attempt: AttemptRow; job: JobRow }>> {
  const found = new Map<string, { attempt: AttemptRow; job: JobRow }>();
  if (attemptIds.length === 0) return found;
  const rows = await db
    .select({ attempt: attempts, job: jobs })
    .from(attempts)
    .innerJoin(jobs, eq(jobs.id, attempts.jobId))
    .where(and(eq(attempts.hostId, hostId), inArray(attempts.id, attemptIds)));
  for (const row of rows) found.set(row.attempt.id, row);
  return found;
}

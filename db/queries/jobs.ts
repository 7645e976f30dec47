import {
  and,
  asc,
  desc,
  eq,
  exists,
  inArray,
  isNull,
  lt,
  lte,
  ne,
  not,
  notInArray,
  or,
  sql,
} from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Queryable } from "@/db/client";
import { hosts, jobDependencies, jobs } from "@/db/schema";
import type { JobKind, JobStatus } from "@/lib/contracts";
import { ENDED_STATUSES, LIVE_STATUSES } from "@/lib/domain/run-status";

export type JobRow = typeof jobs.$inferSelect;
export type JobChange = Partial<Omit<typeof jobs.$inferInsert, "id" | "ablationId">>;

/** The order in which a launch puts its jobs, older launches first. */
export const launchOrder = [asc(jobs.createdAt), desc(jobs.priority), asc(jobs.id)] as const;

/** The order in which queued jobs are handed out. Nulls last: the order of launch begins where people's ends. */
export const queueOrder = [asc(jobs.queuePosition), ...launchOrder] as const;

export async function findJob(db: Queryable, jobId: string): Promise<JobRow | null> {
  const [row] = await db.select().from(jobs).where(eq(jobs.id, jobId));
  return row ?? null;
}

/** The job, held until the transaction ends. Take the ablation's lock first (lockAblation). */
export async function lockJob(db: Queryable, jobId: string): Promise<JobRow | null> {
  const [row] = await db.select().from(jobs).where(eq(jobs.id, jobId)).for("no key update");
  return row ?? null;
}

export async function updateJob(db: Queryable, jobId: string, change: JobChange): Promise<void> {
  await db.update(jobs).set(change).where(eq(jobs.id, jobId));
}

/**
 * Queued jobs that wait for nothing but a host and might run on this one, in the order in which they are handed out.
 *
 * What a person moved goes first; then older launches, and within one launch the largest priority
 * (expand-ablation.ts says what it means), so that a new launch never starves an old one. One that crashed waits for its
 * next try's time.
 */
export async function selectReadyJobs(
  db: Queryable,
  host: { hostId: string | null; kinds: readonly JobKind[]; runningAttempts: readonly string[]; now: Date },
): Promise<JobRow[]> {
  const before = alias(jobs, "before");
  const unfinished = db
    .select({ one: sql`1` })
    .from(jobDependencies)
    .innerJoin(before, eq(before.id, jobDependencies.dependsOnJobId))
    .where(and(eq(jobDependencies.jobId, jobs.id), ne(before.status, "succeeded")));
  return db
    .select()
    .from(jobs)
    .where(
      and(
        eq(jobs.status, "queued"),
        eq(jobs.wrapped, false),
        or(isNull(jobs.notBefore), lte(jobs.notBefore, host.now)),
        inArray(jobs.kind, [...host.kinds]),
        host.hostId === null
          ? undefined
          : or(isNull(jobs.requiredHostId), eq(jobs.requiredHostId, host.hostId)),
        host.runningAttempts.length > 0
          ? or(isNull(jobs.currentAttemptId), notInArray(jobs.currentAttemptId, [...host.runningAttempts]))
          : undefined,
        not(exists(unfinished)),
      ),
    )
    .orderBy(...queueOrder);
}

/** A job that is still queued, held until the transaction ends; null where another lease holds it. */
export async function lockQueuedJob(db: Queryable, jobId: string): Promise<JobRow | null> {
  const [row] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.id, jobId), eq(jobs.status, "queued")))
    .for("no key update", { skipLocked: true });
  return row ?? null;
}

/** The jobs that a job waits for. */
export async function dependenciesOf(db: Queryable, jobId: string): Promise<JobRow[]> {
  const rows = await db
    .select({ job: jobs })
    .from(jobDependencies)
    .innerJoin(jobs, eq(jobs.id, jobDependencies.dependsOnJobId))
    .where(eq(jobDependencies.jobId, jobId))
    .orderBy(jobs.id);
  return rows.map((row) => row.job);
}

/** The jobs that wait for a job. */
export async function dependentsOf(db: Queryable, jobId: string): Promise<JobRow[]> {
  const rows = await db
    .select({ job: jobs })
    .from(jobDependencies)
    .innerJoin(jobs, eq(jobs.id, jobDependencies.jobId))
    .where(eq(jobDependencies.dependsOnJobId, jobId))
    .orderBy(jobs.id);
  return rows.map((row) => row.job);
}

export async function jobsOfAblation(db: Queryable, ablationId: string): Promise<JobRow[]> {
  return db.select().from(jobs).where(eq(jobs.ablationId, ablationId)).orderBy(desc(jobs.priority), jobs.id);
}

export async function jobsOfRun(db: Queryable, runId: string): Promise<JobRow[]> {
  return db.select().from(jobs).where(eq(jobs.runId, runId)).orderBy(desc(jobs.priority), jobs.id);
}

/** Jobs whose host has not renewed its lease in time, and those that stayed `lost`. */
export async function findExpired(db: Queryable, now: Date): Promise<{ id: string; ablationId: string }[]> {
  return db
    .select({ id: jobs.id, ablationId: jobs.ablationId })
    .from(jobs)
    .where(
      or(
        and(eq(jobs.status, "lost"), eq(jobs.wrapped, false)),
        and(
          inArray(jobs.status, LIVE_STATUSES),
          or(isNull(jobs.leaseExpiresAt), lt(jobs.leaseExpiresAt, now)),
        ),
      ),
    )
    .orderBy(jobs.id);
}

/** Queued jobs that wait for something that ended without a result: they can never start by themselves. */
export async function findStranded(
  db: Queryable,
): Promise<{ id: string; ablationId: string; cause: string; causeStatus: JobStatus }[]> {
  const before = alias(jobs, "before");
  return db
    .selectDistinctOn([jobs.id], {
      id: jobs.id,
      ablationId: jobs.ablationId,
      cause: before.name,
      causeStatus: before.status,
    })
    .from(jobs)
    .innerJoin(jobDependencies, eq(jobDependencies.jobId, jobs.id))
    .innerJoin(before, eq(before.id, jobDependencies.dependsOnJobId))
    .where(
      and(
        eq(jobs.status, "queued"),
        inArray(
          before.status,
          ENDED_STATUSES.filter((status) => status !== "succeeded"),
        ),
      ),
    )
    .orderBy(jobs.id);
}

/** Renews the leases of attempts that are alive, where they are still the job's own. */
export async function renewLeases(db: Queryable, attemptIds: string[], until: Date): Promise<void> {
  if (attemptIds.length === 0) return;
  await db
    .update(jobs)
    .set({ leaseExpiresAt: until })
    .where(and(inArray(jobs.currentAttemptId, attemptIds), inArray(jobs.status, LIVE_STATUSES)));
}

/** After the server itself was away no lease may be held against a host that had nobody to report to. */
export async function extendLiveLeases(db: Queryable, until: Date): Promise<number> {
  const rows = await db
    .update(jobs)
    .set({ leaseExpiresAt: until })
    .where(and(inArray(jobs.status, LIVE_STATUSES), lt(jobs.leaseExpiresAt, until)))
    .returning({ id: jobs.id });
  return rows.length;
}

/**
 * Tells the jobs that wait for a result where they go: to the host whose disk holds it, unless they were launched for
 * another. Only worth a word where there is more than one host.
 */
export async function noteForDependents(db: Queryable, jobId: string): Promise<void> {
  await db.execute(sql`
    update ${jobs} set status_reason = case
      when ${jobs.requiredHostId} is null or ${jobs.requiredHostId} = host.id
        then 'runs on ' || host.name || ': its disk holds the result of "' || done.name || '"'
      else 'the result of "' || done.name || '" comes from ' || host.name end
    from ${jobs} as done join ${hosts} as host on host.id = done.host_id
    where done.id = ${jobId} and (select count(*) from ${hosts}) > 1 and ${jobs.status} = 'queued'
      and ${jobs.id} in (select job_id from ${jobDependencies} where depends_on_job_id = ${jobId})`);
}

/** Lets every job without a result run anywhere that had to run on this host; answers the queued ones. */
export async function unpinFrom(
  db: Queryable,
  hostId: string,
  reason: string,
): Promise<{ id: string; name: string }[]> {
  const pinned = await db
    .select({ id: jobs.id, name: jobs.name, status: jobs.status })
    .from(jobs)
    .where(and(eq(jobs.requiredHostId, hostId), ne(jobs.status, "succeeded")))
    .orderBy(jobs.id)
    .for("no key update");
  const queued = pinned.filter((job) => job.status === "queued");
  const ids = (rows: { id: string }[]) => rows.map((row) => row.id);
  if (pinned.length > 0)
    await db
      .update(jobs)
      // What its launcher was told means nothing to another one.
      .set({ requiredHostId: null, launch: {} })
      .where(inArray(jobs.id, ids(pinned)));
  if (queued.length > 0)
    await db
      .update(jobs)
      .set({ statusReason: reason })
      .where(inArray(jobs.id, ids(queued)));
  return queued.map(({ id, name }) => ({ id, name }));
}

/** Queued jobs that need the result of a job on this host's disk, each with one such job's name. */
export async function findFedBy(
  db: Queryable,
  hostId: string,
): Promise<{ id: string; name: string; before: string }[]> {
  const before = alias(jobs, "before");
  return db
    .selectDistinctOn([jobs.id], { id: jobs.id, name: jobs.name, before: before.name })
    .from(jobs)
    .innerJoin(jobDependencies, eq(jobDependencies.jobId, jobs.id))
    .innerJoin(before, eq(before.id, jobDependencies.dependsOnJobId))
    .where(and(eq(jobs.status, "queued"), eq(before.status, "succeeded"), eq(before.hostId, hostId)))
    .orderBy(jobs.id);
}

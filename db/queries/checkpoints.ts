import { and, asc, desc, eq, inArray, isNull, notInArray, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { ablations, attempts, checkpoints, hosts, jobDependencies, jobs, runs } from "@/db/schema";
import type { CheckpointRetention } from "@/lib/contracts";
import { ENDED_STATUSES } from "@/lib/domain/run-status";
import { selectOnDisk } from "./on-disk";

export type CheckpointRow = typeof checkpoints.$inferSelect;

export async function findCheckpoint(db: Queryable, checkpointId: string): Promise<CheckpointRow | null> {
  const [row] = await db.select().from(checkpoints).where(eq(checkpoints.id, checkpointId));
  return row ?? null;
}

/** The checkpoint that a job would go on from: its newest whose files are there and stay. */
export async function latestKeptCheckpoint(db: Queryable, jobId: string): Promise<CheckpointRow | null> {
  const [row] = await db
    .select()
    .from(checkpoints)
    .where(
      and(eq(checkpoints.jobId, jobId), isNull(checkpoints.deletedAt), isNull(checkpoints.deleteRequestedAt)),
    )
    .orderBy(desc(checkpoints.trainStep), desc(checkpoints.createdAt))
    .limit(1);
  return row ?? null;
}

/** Its host has deleted the files. */
export async function markDeleted(db: Queryable, checkpointId: string, now: Date): Promise<void> {
  await db.update(checkpoints).set({ deletedAt: now }).where(eq(checkpoints.id, checkpointId));
}

/** Notes that files are to be deleted: nothing reads or goes on from them any more. */
export async function markDeleteRequested(db: Queryable, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(checkpoints)
    .set({ deleteRequestedAt: now })
    .where(and(inArray(checkpoints.id, [...ids]), isNull(checkpoints.deleteRequestedAt)));
}

/**
 * Of a job's checkpoints that are to be deleted, those whose folder another one has that stays: an attempt that began
 * again wrote there anew, and deleting the folder would take that one's files.
 */
export async function selectReplaced(db: Queryable, jobIds: readonly string[]): Promise<string[]> {
  if (jobIds.length === 0) return [];
  const rows = await db.execute<{ id: string }>(sql`
    select c.id from ${checkpoints} c
    where ${inArray(sql`c.job_id`, [...new Set(jobIds)])}
      and c.delete_requested_at is not null and c.deleted_at is null
      and exists (select 1 from ${checkpoints} n where n.job_id = c.job_id and n.host_id = c.host_id and n.id <> c.id
        and n.delete_requested_at is null and n.artifact->>'path' = c.artifact->>'path')
    order by c.id`);
  return rows.map(({ id }) => id);
}

/** A checkpoint, held until the transaction ends, with the job that wrote it. */
export async function lockCheckpoint(
  db: Queryable,
  id: string,
): Promise<{ checkpoint: CheckpointRow; job: typeof jobs.$inferSelect; hostState: string } | null> {
  const [row] = await db
    .select({ checkpoint: checkpoints, job: jobs, hostState: hosts.state })
    .from(checkpoints)
    .innerJoin(jobs, eq(jobs.id, checkpoints.jobId))
    .innerJoin(hosts, eq(hosts.id, checkpoints.hostId))
    .where(eq(checkpoints.id, id))
    .for("no key update", { of: checkpoints });
  return row ?? null;
}

export async function setPinned(db: Queryable, id: string, at: Date | null): Promise<void> {
  await db.update(checkpoints).set({ pinnedAt: at }).where(eq(checkpoints.id, id));
}

/** Runs that were forked from each of these checkpoints, by checkpoint. */
export async function forksOf(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { id: string; name: string }[]>> {
  const found = new Map<string, { id: string; name: string }[]>();
  if (ids.length === 0) return found;
  const rows = await db
    .select({ id: runs.id, name: runs.name, from: runs.forkedFrom })
    .from(runs)
    .where(inArray(runs.forkedFrom, [...ids]))
    .orderBy(asc(runs.createdAt), asc(runs.id));
  for (const { id, name, from } of rows)
    if (from !== null) found.set(from, [...(found.get(from) ?? []), { id, name }]);
  return found;
}

/** What a retention rule looks at: checkpoints that are still there, of trainings whose launch has such a rule. */
export interface RetainedRow {
  id: string;
  jobId: string;
  trainStep: number;
  final: boolean;
  pinned: boolean;
  /** Its host was removed: no training goes on from its disk. */
  hostRemoved: boolean;
  rule: CheckpointRetention;
}

/**
 * Checkpoints of trainings that a retention rule may shorten, forked-from ones as pinned. Deletions that were asked for
 * are left out.
 */
export async function selectRetained(db: Queryable): Promise<RetainedRow[]> {
  const keepLast = sql`(${ablations.spec}->'retention'->>'keepLast')::int`;
  const isForked = sql`exists (select 1 from ${runs} f where f.forked_from = ${checkpoints.id})`;
  const crowded = db
    .select({ jobId: checkpoints.jobId })
    .from(checkpoints)
    .innerJoin(jobs, eq(jobs.id, checkpoints.jobId))
    .innerJoin(ablations, eq(ablations.id, jobs.ablationId))
    .where(isNull(checkpoints.deleteRequestedAt))
    .groupBy(checkpoints.jobId, ablations.id)
    .having(sql`count(*) > ${keepLast}`);
  return db
    .select({
      id: checkpoints.id,
      jobId: checkpoints.jobId,
      trainStep: checkpoints.trainStep,
      final: checkpoints.final,
      pinned: sql<boolean>`(${checkpoints.pinnedAt} is not null or ${isForked})`,
      hostRemoved: sql<boolean>`${hosts.state} = 'removed'`,
      rule: sql<CheckpointRetention>`${ablations.spec}->'retention'`,
    })
    .from(checkpoints)
    .innerJoin(hosts, eq(hosts.id, checkpoints.hostId))
    .innerJoin(jobs, eq(jobs.id, checkpoints.jobId))
    .innerJoin(ablations, eq(ablations.id, jobs.ablationId))
    .where(and(isNull(checkpoints.deleteRequestedAt), inArray(checkpoints.jobId, crowded)));
}

/** Those that nobody has pinned or had deleted, held until the transaction ends, with the state of their host. */
export async function lockUnpinned(
  db: Queryable,
  ids: readonly string[],
): Promise<{ checkpoint: CheckpointRow; hostState: string }[]> {
  if (ids.length === 0) return [];
  return db
    .select({ checkpoint: checkpoints, hostState: hosts.state })
    .from(checkpoints)
    .innerJoin(hosts, eq(hosts.id, checkpoints.hostId))
    .where(
      and(
        inArray(checkpoints.id, [...ids]),
        isNull(checkpoints.pinnedAt),
        isNull(checkpoints.deleteRequestedAt),
      ),
    )
    .orderBy(asc(checkpoints.id))
    .for("no key update", { of: checkpoints });
}

/** All checkpoints of a run, deleted ones as well: the latest train step first, at one train step the latest attempt's. */
export async function selectOfRun(db: Queryable, runId: string, limit: number) {
  return db
    .select({
      checkpoint: checkpoints,
      attemptNumber: attempts.number,
      hostName: hosts.name,
      hostState: hosts.state,
      jobStatus: jobs.status,
    })
    .from(checkpoints)
    .innerJoin(attempts, eq(attempts.id, checkpoints.attemptId))
    .innerJoin(hosts, eq(hosts.id, checkpoints.hostId))
    .innerJoin(jobs, eq(jobs.id, checkpoints.jobId))
    .where(eq(checkpoints.runId, runId))
    .orderBy(desc(checkpoints.trainStep), desc(attempts.number), desc(checkpoints.createdAt))
    .limit(limit);
}

/** Bytes of checkpoints that are still on disk: of a run, of its ablation, and by host over everything. */
export async function sumCheckpoints(
  db: Queryable,
  of: { runId: string; ablationId: string },
): Promise<{ run: number; ablation: number; hosts: { id: string; name: string; bytes: number }[] }> {
  const [own] = await db.execute<{ run: string; ablation: string }>(sql`
    select coalesce(sum(c.bytes) filter (where c.run_id = ${of.runId}), 0)::text as run,
      coalesce(sum(c.bytes), 0)::text as ablation
    from ${checkpoints} c join ${runs} r on r.id = c.run_id
    where c.deleted_at is null and r.ablation_id = ${of.ablationId}`);
  const onDisk = new Map((await selectOnDisk(db)).map((host) => [host.hostId, host]));
  const mine = await db
    .select({ id: hosts.id, name: hosts.name })
    .from(hosts)
    .where(
      inArray(
        hosts.id,
        db.select({ id: checkpoints.hostId }).from(checkpoints).where(eq(checkpoints.runId, of.runId)),
      ),
    )
    .orderBy(hosts.name);
  return {
    run: Number(own?.run ?? 0),
    ablation: Number(own?.ablation ?? 0),
    hosts: mine.map(({ id, name }) => {
      const { checkpointBytes = 0, copyBytes = 0 } = onDisk.get(id) ?? {};
      return { id, name, bytes: checkpointBytes + copyBytes };
    }),
  };
}

/** Jobs that have not ended and read a checkpoint: it is the result that they wait for, or they were forked from it. */
export async function readersOf(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const found = new Map<string, string[]>();
  if (ids.length === 0) return found;
  const open = notInArray(sql`j.status`, ENDED_STATUSES);
  const rows = await db.execute<{ id: string; name: string }>(sql`
    select c.id, j.name from ${checkpoints} c
      join ${jobs} b on b.id = c.job_id and b.output->'artifact'->>'checkpointId' = c.id
      join ${jobDependencies} d on d.depends_on_job_id = b.id join ${jobs} j on j.id = d.job_id
    where ${inArray(sql`c.id`, [...ids])} and ${open}
    union
    select r.forked_from, j.name from ${runs} r join ${jobs} j on j.run_id = r.id and j.kind <> 'evaluate'
    where ${inArray(sql`r.forked_from`, [...ids])} and ${open}
    order by 2`);
  for (const { id, name } of rows) found.set(id, [...(found.get(id) ?? []), name]);
  return found;
}

/** The newest checkpoint that each of these jobs still has, by job. */
export async function newestOf(
  db: Queryable,
  jobIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (jobIds.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([checkpoints.jobId], { jobId: checkpoints.jobId, id: checkpoints.id })
    .from(checkpoints)
    .where(and(inArray(checkpoints.jobId, [...jobIds]), isNull(checkpoints.deleteRequestedAt)))
    .orderBy(checkpoints.jobId, desc(checkpoints.trainStep), desc(checkpoints.createdAt));
  return new Map(rows.map(({ jobId, id }) => [jobId, id]));
}

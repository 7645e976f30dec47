import { eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { ablations, arms, attempts, checkpoints, jobDependencies, jobs, runs } from "@/db/schema";
import type { AblationSpec, JobStatus } from "@/lib/contracts";
import { LIVE_STATUSES } from "@/lib/domain/run-status";
import { launchOrder, queueOrder } from "./jobs";

/** A job that another one waits for. */
export interface Before {
  id: string;
  name: string;
  status: JobStatus;
}

const before = sql<Before[]>`coalesce((
  select json_agg(json_build_object('id', b.id, 'name', b.name, 'status', b.status) order by b.id)
  from ${jobDependencies} d join ${jobs} b on b.id = d.depends_on_job_id where d.job_id = ${jobs.id}), '[]'::json)`;

/** What the engine said last of the attempt that counts. */
const engineState = sql<string | null>`(
  select a.engine_state from ${attempts} a where a.job_id = ${jobs.id} and a.superseded_at is null
  order by a.number desc limit 1)`;

function selectJobs(db: Queryable) {
  return db
    .select({
      job: jobs,
      ablationName: ablations.name,
      armKey: arms.key,
      plannedTrainSteps: runs.plannedTrainSteps,
      lastTrainStep: runs.lastTrainStep,
      before,
      engineState,
    })
    .from(jobs)
    .innerJoin(ablations, eq(ablations.id, jobs.ablationId))
    .leftJoin(arms, eq(arms.id, jobs.armId))
    .leftJoin(runs, eq(runs.id, jobs.runId));
}

export type QueuedRow = Awaited<ReturnType<typeof selectQueue>>[number];

/** Queued jobs in the order in which they are handed out, with all that decides where and when they can run. */
export async function selectQueue(db: Queryable) {
  return selectJobs(db)
    .where(eq(jobs.status, "queued"))
    .orderBy(...queueOrder);
}

/** Jobs that have been handed out and not ended, the first begun first. */
export async function selectLive(db: Queryable) {
  return selectJobs(db)
    .where(inArray(jobs.status, LIVE_STATUSES))
    .orderBy(sql`${jobs.startedAt} nulls last`, jobs.id);
}

/** Jobs that people paused, the oldest launch first. */
export async function selectPaused(db: Queryable) {
  return selectJobs(db)
    .where(eq(jobs.status, "paused"))
    .orderBy(...launchOrder);
}

/** How many queued jobs wait for a host: they were launched for it, or what they need lies there. */
export async function countBoundTo(db: Queryable): Promise<Map<string, number>> {
  const rows = await db.execute<{ hostId: string; n: number }>(sql`
    select bound.host_id as "hostId", count(distinct bound.job_id)::int as n from (
      select id as job_id, required_host_id as host_id from ${jobs} where status = 'queued'
      union all
      select d.job_id, b.host_id from ${jobDependencies} d
        join ${jobs} j on j.id = d.job_id and j.status = 'queued' and j.required_host_id is null
        join ${jobs} b on b.id = d.depends_on_job_id and b.status = 'succeeded'
      union all
      select c.job_id, c.host_id from ${checkpoints} c
        join ${jobs} j on j.id = c.job_id and j.status = 'queued' and j.required_host_id is null
    ) bound where bound.host_id is not null group by bound.host_id`);
  return new Map(rows.map((row) => [row.hostId, row.n]));
}

/** Serialises people's moves; leases go on meanwhile. */
const MOVE_LOCK = 7_305_774;

/** Held until the transaction ends: one move sees the queue as the one before left it. */
export async function lockQueueOrder(db: Queryable): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${MOVE_LOCK})`);
}

export interface StandingRow {
  id: string;
  name: string;
  position: number | null;
  /** Its place in the order of launch, from 1. */
  launchRank: number;
  waitsFor: string[];
}

/** The queue in its order, with what is needed to change that order. */
export async function selectStanding(db: Queryable): Promise<StandingRow[]> {
  return db
    .select({
      id: jobs.id,
      name: jobs.name,
      position: jobs.queuePosition,
      launchRank: sql<number>`row_number() over (order by ${sql.join([...launchOrder], sql`, `)})::int`,
      waitsFor: sql<string[]>`coalesce((select json_agg(d.depends_on_job_id) from ${jobDependencies} d
        where d.job_id = ${jobs.id}), '[]'::json)`,
    })
    .from(jobs)
    .where(eq(jobs.status, "queued"))
    .orderBy(...queueOrder);
}

/** Stores new positions of queued jobs. */
export async function storePositions(
  db: Queryable,
  positions: readonly { id: string; position: number | null }[],
): Promise<void> {
  if (positions.length === 0) return;
  await db.execute(sql`
    update ${jobs} set queue_position = wanted.position
    from json_to_recordset(${JSON.stringify(positions)}::json) as wanted(id text, position int)
    where ${jobs.id} = wanted.id and ${jobs.status} = 'queued'`);
}

/** What was launched, by ablation. */
export async function selectSpecs(
  db: Queryable,
  ablationIds: readonly string[],
): Promise<Map<string, AblationSpec>> {
  if (ablationIds.length === 0) return new Map();
  const rows = await db
    .select({ id: ablations.id, spec: ablations.spec })
    .from(ablations)
    .where(inArray(ablations.id, [...ablationIds]));
  return new Map(rows.map(({ id, spec }) => [id, spec]));
}

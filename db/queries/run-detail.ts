import { and, asc, count, desc, eq, isNull, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Queryable } from "../client";
import { ablations, arms, attempts, checkpoints, hosts, jobs, runEvents, runs } from "../schema";
import { isTrained } from "./imported-runs";
import { selectJobsWithHost } from "./jobs-with-host";
import { trainingAttempts } from "./training-attempts";

const parents = alias(runs, "parents");

/** A run with the names around it and the warm-up it starts from, or null. */
export async function selectRun(db: Queryable, id: string) {
  const [row] = await db
    .select({
      run: runs,
      ablationName: ablations.name,
      armName: arms.name,
      armPosition: arms.position,
      hostName: hosts.name,
      attempts: trainingAttempts(),
      parent: { id: parents.id, name: parents.name, status: parents.status },
    })
    .from(runs)
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .leftJoin(arms, eq(arms.id, runs.armId))
    .leftJoin(hosts, eq(hosts.id, runs.hostId))
    .leftJoin(parents, eq(parents.id, runs.parentRunId))
    .where(eq(runs.id, id));
  return row ?? null;
}

/** What else an ablation trained: warm-ups first, then by arm and seed. A launch makes 576 at the most. */
export function selectSiblings(db: Queryable, ablationId: string, exceptId: string) {
  return db
    .select({
      id: runs.id,
      name: runs.name,
      armId: runs.armId,
      armName: arms.name,
      armPosition: arms.position,
      seed: runs.seed,
      stage: runs.stage,
      status: runs.status,
    })
    .from(runs)
    .leftJoin(arms, eq(arms.id, runs.armId))
    .where(and(eq(runs.ablationId, ablationId), ne(runs.id, exceptId), isTrained))
    .orderBy(sql`${arms.position} nulls first`, asc(runs.seed), asc(runs.id));
}

/** Jobs of a run with their host's name and how often they were tried. */
export function selectJobsOfRun(db: Queryable, runId: string) {
  return selectJobsWithHost(db, eq(jobs.runId, runId));
}

/** Attempts at the jobs of a run, in the order in which they were leased. */
export function selectAttemptsOfRun(db: Queryable, runId: string) {
  return db
    .select({ attempt: attempts, jobKind: jobs.kind, hostName: hosts.name })
    .from(attempts)
    .innerJoin(jobs, eq(jobs.id, attempts.jobId))
    .innerJoin(hosts, eq(hosts.id, attempts.hostId))
    .where(eq(attempts.runId, runId))
    .orderBy(asc(attempts.leasedAt), asc(attempts.number));
}

/** Checkpoints of a run whose files are there, the latest train step first; at one train step the latest attempt's. */
export function selectCheckpointsOfRun(db: Queryable, runId: string, limit: number) {
  return db
    .select({ checkpoint: checkpoints, attemptNumber: attempts.number, hostName: hosts.name })
    .from(checkpoints)
    .innerJoin(attempts, eq(attempts.id, checkpoints.attemptId))
    .innerJoin(hosts, eq(hosts.id, checkpoints.hostId))
    .where(and(eq(checkpoints.runId, runId), isNull(checkpoints.deletedAt)))
    .orderBy(desc(checkpoints.trainStep), desc(attempts.number), desc(checkpoints.createdAt))
    .limit(limit);
}

/** How many batches of a run were refused for their content. */
export async function countRefusedBatches(db: Queryable, runId: string): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(runEvents)
    .where(and(eq(runEvents.runId, runId), eq(runEvents.type, "batch-refused")));
  return row?.n ?? 0;
}

/** The last phase that a trainer told on a run, unless an attempt that came after is silent so far. */
export async function selectLatestPhase(db: Queryable, runId: string) {
  const [row] = await db
    .select({ at: runEvents.at, body: runEvents.body, textEscaped: runEvents.textEscaped })
    .from(runEvents)
    .leftJoin(attempts, eq(attempts.id, runEvents.attemptId))
    .where(
      and(
        eq(runEvents.runId, runId),
        eq(runEvents.type, "phase"),
        or(isNull(attempts.id), isNull(attempts.endedAt)),
      ),
    )
    .orderBy(desc(runEvents.id))
    .limit(1);
  return row ?? null;
}

/** Train step and moment of an attempt's latest train steps, the latest first. */
export async function selectLatestSteps(db: Queryable, attemptId: string, limit: number) {
  const rows = await db.execute<{ trainStep: number; atMs: number }>(sql`
    select train_step as "trainStep", extract(epoch from at)::float8 * 1000 as "atMs"
    from train_step_progress where attempt_id = ${attemptId} order by train_step desc limit ${limit}`);
  return rows.map((row) => ({ trainStep: row.trainStep, atMs: row.atMs }));
}

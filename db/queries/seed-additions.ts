import { and, asc, count, desc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import { ablations, evaluations, hosts, jobs, runEvents, runs } from "../schema";
import { isTrained } from "./imported-runs";

/** The record of an addition is an event of its first training, so that the training's own history tells it too. */
const SEEDS_ADDED = "seeds-added";

export async function insertSeedAddition(
  db: Queryable,
  event: { jobId: string; runId: string; at: Date; body: Record<string, unknown> },
): Promise<void> {
  await db.insert(runEvents).values({ ...event, seq: null, attemptId: null, type: SEEDS_ADDED });
}

/** Records of additions, the first one first. Looks only at jobs that are younger than the launch: mostly none. */
export function selectSeedAdditions(db: Queryable, ablationId: string) {
  return db
    .select({ at: runEvents.at, body: runEvents.body })
    .from(jobs)
    .innerJoin(ablations, eq(ablations.id, jobs.ablationId))
    .innerJoin(runEvents, eq(runEvents.jobId, jobs.id))
    .where(
      and(
        eq(jobs.ablationId, ablationId),
        gt(jobs.createdAt, ablations.createdAt),
        eq(runEvents.type, SEEDS_ADDED),
        // A trainer may send events of any kind: those have an attempt and a sequence number.
        isNull(runEvents.attemptId),
        isNull(runEvents.seq),
      ),
    )
    .orderBy(asc(runEvents.id));
}

/** What each run's trainer reported of its surroundings, by seed. */
export function selectEnvironments(db: Queryable, ablationId: string) {
  return db
    .select({ seed: runs.seed, environment: runs.environment })
    .from(runs)
    .where(and(eq(runs.ablationId, ablationId), isTrained));
}

/** Evaluate jobs of an ablation: seed and status. */
export function selectEvaluateJobs(db: Queryable, ablationId: string) {
  return db
    .select({ seed: jobs.seed, status: jobs.status })
    .from(jobs)
    .where(and(eq(jobs.ablationId, ablationId), eq(jobs.kind, "evaluate")));
}

/** How many evaluations of an ablation are complete: what could be looked at. */
export async function countCompleteEvaluations(db: Queryable, ablationId: string): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(evaluations)
    .innerJoin(runs, eq(runs.id, evaluations.runId))
    .where(and(eq(runs.ablationId, ablationId), isNotNull(evaluations.completedAt)));
  return row?.n ?? 0;
}

/** Rewrite jobs of an ablation, the newest first, with the host whose disk holds (or will hold) their traces. */
export function selectRewriteJobs(db: Queryable, ablationId: string) {
  return db
    .select({ id: jobs.id, status: jobs.status, hostName: hosts.name, hostSeenAt: hosts.lastSeenAt })
    .from(jobs)
    .leftJoin(hosts, eq(hosts.id, sql`coalesce(${jobs.hostId}, ${jobs.requiredHostId})`))
    .where(and(eq(jobs.ablationId, ablationId), eq(jobs.kind, "rewrite")))
    .orderBy(desc(jobs.createdAt), desc(jobs.id));
}

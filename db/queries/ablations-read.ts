import { and, asc, count, desc, eq, ilike, inArray, isNull, max, min, or, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import { ablations, arms, jobDependencies, jobs, runs } from "../schema";
import { isOwnJob, isTrained } from "./imported-runs";
import { selectJobsWithHost } from "./jobs-with-host";
import { containing } from "./like";

function wanted(q: string) {
  const pattern = containing(q.trim());
  const matches = q.trim()
    ? or(ilike(ablations.name, pattern), ilike(ablations.description, pattern), eq(ablations.id, q.trim()))
    : undefined;
  // Projects of wrapped commands are no launches: their runs stand in the table of runs.
  return and(eq(ablations.kind, "ablation"), isNull(ablations.archivedAt), matches);
}

/** A page of ablations, the newest first. */
export function selectAblations(db: Queryable, page: { q: string; offset: number; limit: number }) {
  return db
    .select()
    .from(ablations)
    .where(wanted(page.q))
    .orderBy(desc(ablations.createdAt), desc(ablations.id))
    .offset(page.offset)
    .limit(page.limit);
}

/** How many ablations such a filter finds. */
export async function countAblations(db: Queryable, q: string): Promise<number> {
  const [row] = await db.select({ n: count() }).from(ablations).where(wanted(q));
  return row?.n ?? 0;
}

/** One ablation, archived or not. */
export async function selectAblationById(db: Queryable, id: string) {
  const [row] = await db.select().from(ablations).where(eq(ablations.id, id));
  return row ?? null;
}

/** Arms of several ablations in their order. */
export function selectArmsOf(db: Queryable, ablationIds: string[]) {
  return db.select().from(arms).where(inArray(arms.ablationId, ablationIds)).orderBy(asc(arms.position));
}

/** Runs per ablation and status, with their train steps. */
export function countRunsByStatus(db: Queryable, ablationIds: string[]) {
  return db
    .select({
      ablationId: runs.ablationId,
      status: runs.status,
      n: count(),
      done: sql<number>`sum(least(coalesce(${runs.lastTrainStep}, 0), ${runs.plannedTrainSteps}))::int`,
      // A warm-up may end early, on accuracy: once it is over, its plan is what it did.
      planned: sql<number>`sum(case when ${runs.status} = 'succeeded'
        then least(coalesce(${runs.lastTrainStep}, ${runs.plannedTrainSteps}), ${runs.plannedTrainSteps})
        else ${runs.plannedTrainSteps} end)::int`,
    })
    .from(runs)
    .where(and(inArray(runs.ablationId, ablationIds), isTrained))
    .groupBy(runs.ablationId, runs.status);
}

/** Jobs per ablation and status, with the first start and the last end. */
export function countJobsByStatus(db: Queryable, ablationIds: string[]) {
  return db
    .select({
      ablationId: jobs.ablationId,
      status: jobs.status,
      n: count(),
      startedAt: min(jobs.startedAt),
      endedAt: max(jobs.endedAt),
    })
    .from(jobs)
    .where(and(inArray(jobs.ablationId, ablationIds), isOwnJob))
    .groupBy(jobs.ablationId, jobs.status);
}

/** Jobs of an ablation with the number of their attempts and their host's name. */
export function selectJobsOf(db: Queryable, ablationId: string) {
  return selectJobsWithHost(db, and(eq(jobs.ablationId, ablationId), isOwnJob));
}

/** Which job waits for which, within an ablation. */
export function selectDependenciesOf(db: Queryable, ablationId: string) {
  return db
    .select({ jobId: jobDependencies.jobId, dependsOnJobId: jobDependencies.dependsOnJobId })
    .from(jobDependencies)
    .innerJoin(jobs, eq(jobs.id, jobDependencies.jobId))
    .where(eq(jobs.ablationId, ablationId));
}

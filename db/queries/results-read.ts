import { and, asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import {
  ablations,
  arms,
  benchmarks,
  evaluations,
  jobs,
  metricChunks,
  metricSeries,
  runs,
  trainStepProgress,
} from "../schema";

export async function selectAblation(db: Queryable, id: string) {
  const [found] = await db.select().from(ablations).where(eq(ablations.id, id));
  return found;
}

export function selectArms(db: Queryable, ablationId: string) {
  return db.select().from(arms).where(eq(arms.ablationId, ablationId)).orderBy(asc(arms.position));
}

export function selectAblationRuns(db: Queryable, ablationId: string) {
  return db
    .select()
    .from(runs)
    .where(eq(runs.ablationId, ablationId))
    .orderBy(asc(runs.createdAt), asc(runs.id));
}

/** Complete evaluations of an ablation; the newest of each run and benchmark. */
export function selectCompleteEvaluations(db: Queryable, ablationId: string) {
  return db
    .selectDistinctOn([evaluations.runId, benchmarks.key], {
      evaluation: evaluations,
      benchmark: benchmarks,
    })
    .from(evaluations)
    .innerJoin(runs, eq(runs.id, evaluations.runId))
    .innerJoin(benchmarks, eq(benchmarks.id, evaluations.benchmarkId))
    .where(and(eq(runs.ablationId, ablationId), isNotNull(evaluations.completedAt)))
    .orderBy(evaluations.runId, benchmarks.key, sql`${evaluations.completedAt} desc`);
}

/** Cost of each run: the last cumulative row of every attempt, summed over attempts. */
export async function selectRunCosts(db: Queryable, runIds: string[]) {
  if (runIds.length === 0) return [];
  const last = db
    .selectDistinctOn([trainStepProgress.attemptId])
    .from(trainStepProgress)
    .where(inArray(trainStepProgress.runId, runIds))
    .orderBy(trainStepProgress.attemptId, sql`${trainStepProgress.trainStep} desc`)
    .as("last");
  return db
    .select({
      runId: last.runId,
      trainSteps: sql<number>`max(${last.trainStep})::int`,
      responseTokens: sql<number>`sum(${last.responseTokens})::float8`,
      continuationTokens: sql<number>`sum(${last.continuationTokens})::float8`,
      activeMs: sql<number>`sum(${last.activeMs})::float8`,
      gpuMs: sql<number>`sum(${last.gpuMs})::float8`,
    })
    .from(last)
    .groupBy(last.runId);
}

/** Sum over all train steps of a run's series, e.g. seconds by phase. Reads summaries, never points. */
export async function selectSeriesSums(db: Queryable, runIds: string[], names: string[]) {
  if (runIds.length === 0) return [];
  return db
    .select({
      runId: metricSeries.runId,
      name: metricSeries.name,
      sum: sql<number>`sum(${metricChunks.sum})::float8`,
    })
    .from(metricSeries)
    .innerJoin(metricChunks, and(eq(metricChunks.seriesId, metricSeries.id), eq(metricChunks.level, 0)))
    .where(and(inArray(metricSeries.runId, runIds), inArray(metricSeries.name, names)))
    .groupBy(metricSeries.runId, metricSeries.name);
}

export function selectJobStatuses(db: Queryable, ablationId: string) {
  return db
    .select({ kind: jobs.kind, status: jobs.status })
    .from(jobs)
    .where(eq(jobs.ablationId, ablationId));
}

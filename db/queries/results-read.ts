import { and, asc, eq, getTableColumns, inArray, isNotNull, ne, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import {
  ablations,
  arms,
  attempts,
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

/** Complete evaluations of an ablation; the newest of each run and benchmark (its content, not only its key). */
export function selectCompleteEvaluations(db: Queryable, ablationId: string) {
  return db
    .selectDistinctOn([evaluations.runId, benchmarks.key, benchmarks.id], {
      evaluation: evaluations,
      benchmark: benchmarks,
    })
    .from(evaluations)
    .innerJoin(runs, eq(runs.id, evaluations.runId))
    .innerJoin(benchmarks, eq(benchmarks.id, evaluations.benchmarkId))
    .where(and(eq(runs.ablationId, ablationId), isNotNull(evaluations.completedAt)))
    .orderBy(evaluations.runId, benchmarks.key, benchmarks.id, sql`${evaluations.completedAt} desc`);
}

/**
 * What each run's training has cost: all that its attempts spent, train steps that were run again after a resume
 * included. An attempt counts its own work from 0, so its last row is what it spent. Evaluations are no part of it. Runs
 * that have told no cost are left out.
 */
export async function selectRunCosts(db: Queryable, runIds: string[]) {
  if (runIds.length === 0) return [];
  const last = db
    .selectDistinctOn([trainStepProgress.attemptId], getTableColumns(trainStepProgress))
    .from(trainStepProgress)
    .innerJoin(attempts, eq(attempts.id, trainStepProgress.attemptId))
    .innerJoin(jobs, eq(jobs.id, attempts.jobId))
    .where(and(inArray(trainStepProgress.runId, runIds), ne(jobs.kind, "evaluate")))
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

/**
 * Sum of a run's series over all logged train steps, e.g. seconds by phase; those that were run again count each time,
 * as in the costs. Reads summaries, never points.
 */
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

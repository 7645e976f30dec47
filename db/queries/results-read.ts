import { and, asc, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
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
import { isOwnJob, isTrained } from "./imported-runs";

/** Ablations of these ids, the one launched last first. */
export async function selectAblations(db: Queryable, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(ablations)
    .where(inArray(ablations.id, [...ids]))
    .orderBy(desc(ablations.createdAt), asc(ablations.id));
}

export async function selectArmsOf(db: Queryable, ablationIds: readonly string[]) {
  if (ablationIds.length === 0) return [];
  return db
    .select()
    .from(arms)
    .where(inArray(arms.ablationId, [...ablationIds]))
    .orderBy(asc(arms.ablationId), asc(arms.position));
}

/** What an ablation trained, the oldest first. */
export function selectAblationRuns(db: Queryable, ablationId: string) {
  return db
    .select()
    .from(runs)
    .where(and(eq(runs.ablationId, ablationId), isTrained))
    .orderBy(asc(runs.createdAt), asc(runs.id));
}

/** Runs of these ids, the oldest first. */
export async function selectRunsByIds(db: Queryable, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(runs)
    .where(inArray(runs.id, [...ids]))
    .orderBy(asc(runs.createdAt), asc(runs.id));
}

/** Complete evaluations of these runs; the newest of each run and benchmark (its content, not only its key). */
export async function selectCompleteEvaluations(db: Queryable, runIds: readonly string[]) {
  if (runIds.length === 0) return [];
  return db
    .selectDistinctOn([evaluations.runId, benchmarks.key, benchmarks.id], {
      evaluation: evaluations,
      benchmark: benchmarks,
    })
    .from(evaluations)
    .innerJoin(benchmarks, eq(benchmarks.id, evaluations.benchmarkId))
    .where(and(inArray(evaluations.runId, [...runIds]), isNotNull(evaluations.completedAt)))
    .orderBy(evaluations.runId, benchmarks.key, benchmarks.id, sql`${evaluations.completedAt} desc`);
}

/**
 * What each run's training has cost: all that its attempts spent, train steps that were run again after a resume
 * included. An attempt counts its own work from 0, so its last row is what it spent: one row an attempt is read, however
 * long the run. Evaluations are no part of it. Runs that have told no cost are left out.
 */
export async function selectRunCosts(db: Queryable, runIds: readonly string[]) {
  if (runIds.length === 0) return [];
  const last = db
    .select()
    .from(trainStepProgress)
    .where(eq(trainStepProgress.attemptId, attempts.id))
    .orderBy(desc(trainStepProgress.trainStep))
    .limit(1)
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
    .from(attempts)
    .innerJoin(jobs, eq(jobs.id, attempts.jobId))
    .innerJoinLateral(last, sql`true`)
    .where(and(inArray(attempts.runId, [...runIds]), inArray(jobs.kind, ["sft", "grpo"])))
    .groupBy(last.runId);
}

/**
 * Sum of a run's series over all logged train steps, e.g. seconds by phase; those that were run again count each time,
 * as in the costs. Reads summaries, never points.
 */
export async function selectSeriesSums(db: Queryable, runIds: readonly string[], names: readonly string[]) {
  if (runIds.length === 0) return [];
  return db
    .select({
      runId: metricSeries.runId,
      name: metricSeries.name,
      sum: sql<number>`sum(${metricChunks.sum})::float8`,
    })
    .from(metricSeries)
    .innerJoin(metricChunks, and(eq(metricChunks.seriesId, metricSeries.id), eq(metricChunks.level, 0)))
    .where(and(inArray(metricSeries.runId, [...runIds]), inArray(metricSeries.name, [...names])))
    .groupBy(metricSeries.runId, metricSeries.name);
}

/** Statuses of every job of an ablation, the rewriting that belongs to no run included. */
export function selectJobStatuses(db: Queryable, ablationId: string) {
  return db
    .select({ status: jobs.status })
    .from(jobs)
    .where(and(eq(jobs.ablationId, ablationId), isOwnJob));
}

/** Statuses of the trainings and evaluations of these runs. */
export async function selectJobStatusesOfRuns(db: Queryable, runIds: readonly string[]) {
  if (runIds.length === 0) return [];
  return db
    .select({ status: jobs.status })
    .from(jobs)
    .where(inArray(jobs.runId, [...runIds]));
}

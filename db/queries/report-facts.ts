import { and, asc, count, eq, inArray, isNotNull, max, or, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import {
  ablations,
  arms,
  attempts,
  benchmarks,
  checkpoints,
  evaluations,
  jobs,
  metricChunks,
  metricSeries,
  runEvents,
  runs,
  type traces,
} from "../schema";
import { currentSpans } from "./current-attempts";
import { isOwnJob, isTrained } from "./imported-runs";

/** What a report is of: an ablation with all its jobs, or runs with theirs. */
export interface ReportScope {
  ablationId: string | null;
  runIds: readonly string[];
}

const jobsIn = ({ ablationId, runIds }: ReportScope): SQL | undefined =>
  ablationId === null ? inArray(jobs.runId, [...runIds]) : and(eq(jobs.ablationId, ablationId), isOwnJob);

/** A launch's spec and moment. */
export async function selectLaunch(db: Queryable, ablationId: string) {
  const [row] = await db
    .select({ description: ablations.description, spec: ablations.spec, createdAt: ablations.createdAt })
    .from(ablations)
    .where(eq(ablations.id, ablationId));
  return row ?? null;
}

/** Ids of an ablation's runs, or the given ones and the warm-ups that they started from. */
export async function selectScopeRuns(db: Queryable, scope: ReportScope) {
  const parents = db
    .select({ id: runs.parentRunId })
    .from(runs)
    .where(and(inArray(runs.id, [...scope.runIds]), isNotNull(runs.parentRunId)));
  return db
    .select({ run: runs, armKey: arms.key })
    .from(runs)
    .leftJoin(arms, eq(arms.id, runs.armId))
    .where(
      scope.ablationId === null
        ? or(inArray(runs.id, [...scope.runIds]), inArray(runs.id, parents))
        : and(eq(runs.ablationId, scope.ablationId), isTrained),
    )
    .orderBy(sql`${arms.position} nulls first`, asc(runs.seed), asc(runs.id));
}

export function countJobs(db: Queryable, scope: ReportScope) {
  return db
    .select({ kind: jobs.kind, status: jobs.status, jobs: count() })
    .from(jobs)
    .where(jobsIn(scope))
    .groupBy(jobs.kind, jobs.status)
    .orderBy(asc(jobs.kind), asc(jobs.status));
}

/** Attempts at the jobs of a scope: how many, how many jobs took several, how many were superseded or lost. */
export async function countAttempts(db: Queryable, scope: ReportScope) {
  const [row] = await db
    .select({
      all: count(),
      jobsTriedAgain: sql<number>`(count(distinct ${attempts.jobId}) filter (where ${attempts.number} > 1))::int`,
      superseded: sql<number>`(count(*) filter (where ${attempts.supersededAt} is not null))::int`,
      lost: sql<number>`(count(*) filter (where ${attempts.status} = 'lost'))::int`,
    })
    .from(attempts)
    .innerJoin(jobs, eq(jobs.id, attempts.jobId))
    .where(jobsIn(scope));
  return row ?? { all: 0, jobsTriedAgain: 0, superseded: 0, lost: 0 };
}

export async function countRefusedBatches(db: Queryable, scope: ReportScope): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(runEvents)
    .innerJoin(jobs, eq(jobs.id, runEvents.jobId))
    .where(and(jobsIn(scope), eq(runEvents.type, "batch-refused")));
  return row?.n ?? 0;
}

/** Series that hold a value which is no finite number. Reads summaries, never points. */
export function selectNonFiniteSeries(db: Queryable, runIds: readonly string[]) {
  return db
    .selectDistinct({ runId: metricSeries.runId, metric: metricSeries.name })
    .from(metricSeries)
    .innerJoin(metricChunks, and(eq(metricChunks.seriesId, metricSeries.id), eq(metricChunks.level, 0)))
    .where(
      and(
        inArray(metricSeries.runId, [...runIds]),
        or(metricChunks.hasNan, metricChunks.hasPosInf, metricChunks.hasNegInf),
      ),
    )
    .orderBy(asc(metricSeries.runId), asc(metricSeries.name));
}

/** Responses and continuations of a run by origin, as the current attempts stored them. */
export async function selectTraceHealth(db: Queryable, runId: string) {
  const spans = await currentSpans(db, runId);
  if (spans.length === 0) return [];
  const current = sql.join(
    spans.map(({ attemptId, from, to }) =>
      to === null
        ? sql`(t.attempt_id = ${attemptId} and t.train_step >= ${from})`
        : sql`(t.attempt_id = ${attemptId} and t.train_step >= ${from} and t.train_step < ${to})`,
    ),
    sql` or `,
  );
  const rows = await db.execute<{
    origin: (typeof traces.$inferSelect)["origin"];
    responses: number;
    truncated: number;
    invalidFormat: number;
    withoutReward: number;
    requested: number;
    returned: number;
    truncatedContinuations: number;
  }>(sql`
    with responses as (
      select t.id, t.origin, t.finish_reason = 'length' as truncated, t.invalid_reason is not null as invalid,
        t.origin = 'train' and t.reward_total is null as unrewarded
      from traces t where t.run_id = ${runId} and (${current}))
    select r.origin, count(*)::int as responses,
      (count(*) filter (where r.truncated))::int as truncated,
      (count(*) filter (where r.invalid))::int as "invalidFormat",
      (count(*) filter (where r.unrewarded))::int as "withoutReward",
      coalesce(sum(s.requested), 0)::float8 as requested,
      coalesce(sum(s.returned), 0)::float8 as returned,
      coalesce(sum(s.truncated), 0)::float8 as "truncatedContinuations"
    from responses r left join lateral (
      select sum(requested) as requested, sum(returned) as returned, sum(truncated) as truncated
      from trace_steps where trace_id = r.id) s on true
    group by r.origin order by r.origin`);
  return [...rows];
}

/** Contents of benchmarks as evaluated, how many of their questions were asked, and under which settings. */
export function selectEvaluated(db: Queryable, runIds: readonly string[]) {
  return db
    .select({
      benchmark: benchmarks,
      settings: evaluations.settings,
      items: max(evaluations.items),
      evaluations: count(),
    })
    .from(evaluations)
    .innerJoin(benchmarks, eq(benchmarks.id, evaluations.benchmarkId))
    .where(and(inArray(evaluations.runId, [...runIds]), isNotNull(evaluations.completedAt)))
    .groupBy(benchmarks.id, evaluations.settings)
    .orderBy(asc(benchmarks.key), asc(benchmarks.contentSha256));
}

/** What rewriting left: the data that warm-ups were trained on, with its sums. */
export function selectTrainingData(db: Queryable, scope: ReportScope) {
  return db
    .select({ jobId: jobs.id, name: jobs.name, output: jobs.output })
    .from(jobs)
    .where(and(jobsIn(scope), eq(jobs.kind, "rewrite"), isNotNull(jobs.output)))
    .orderBy(asc(jobs.createdAt), asc(jobs.id));
}

/** Final checkpoints of runs, the latest of each. */
export function selectFinalCheckpoints(db: Queryable, runIds: readonly string[]) {
  return db
    .selectDistinctOn([checkpoints.runId], {
      runId: checkpoints.runId,
      checkpointId: checkpoints.id,
      trainStep: checkpoints.trainStep,
      artifact: checkpoints.artifact,
    })
    .from(checkpoints)
    .where(and(inArray(checkpoints.runId, [...runIds]), checkpoints.final))
    .orderBy(checkpoints.runId, sql`${checkpoints.createdAt} desc`);
}

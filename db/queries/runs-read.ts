import { and, asc, count, desc, eq, ilike, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { RunsQuery } from "@/lib/contracts";
import type { Queryable } from "../client";
import { ablations, arms, attempts, hosts, metricSeries, runs } from "../schema";
import { containing } from "./like";
import { trainingAttempts } from "./training-attempts";

function whereOf(query: RunsQuery): SQL | undefined {
  const text = query.q.trim();
  const pattern = containing(text);
  return and(
    query.ablation ? eq(runs.ablationId, query.ablation) : undefined,
    query.status.length > 0 ? inArray(runs.status, query.status) : undefined,
    query.stage.length > 0 ? inArray(runs.stage, query.stage) : undefined,
    query.arm.length > 0 ? inArray(arms.key, query.arm) : undefined,
    query.seed.length > 0 ? inArray(runs.seed, query.seed) : undefined,
    text
      ? or(
          ilike(runs.name, pattern),
          ilike(ablations.name, pattern),
          ilike(runs.modelId, pattern),
          eq(runs.id, text),
        )
      : undefined,
  );
}

/** The latest value of a metric: that of the newest attempt that logged it. */
function latestMetric(name: string): SQL {
  return sql`(select nullif(m.last_value, 'NaN') from ${metricSeries} m
    join ${attempts} a on a.id = m.attempt_id
    where m.run_id = ${runs.id} and m.name = ${name} order by a.number desc limit 1)`;
}

function sortKey(sort: RunsQuery["sort"]): SQL {
  if (sort.startsWith("metric:")) return latestMetric(sort.slice("metric:".length));
  const keys: Record<string, SQL> = {
    name: sql`${runs.name}`,
    status: sql`${runs.status}`,
    arm: sql`${arms.position}`,
    seed: sql`${runs.seed}`,
    progress: sql`${runs.lastTrainStep}::float8 / nullif(${runs.plannedTrainSteps}, 0)`,
    created: sql`${runs.createdAt}`,
    duration: sql`coalesce(${runs.endedAt}, now()) - ${runs.startedAt}`,
    updated: sql`${runs.updatedAt}`,
  };
  return keys[sort] ?? sql`${runs.createdAt}`;
}

/** A page of runs with the names around them. What has no value comes last in either direction; ties by id. */
export function selectRuns(db: Queryable, query: RunsQuery) {
  const direction = query.dir === "asc" ? sql`asc nulls last` : sql`desc nulls last`;
  return db
    .select({
      run: runs,
      ablationName: ablations.name,
      armName: arms.name,
      armPosition: arms.position,
      hostName: hosts.name,
      attempts: trainingAttempts(),
    })
    .from(runs)
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .leftJoin(arms, eq(arms.id, runs.armId))
    .leftJoin(hosts, eq(hosts.id, runs.hostId))
    .where(whereOf(query))
    .orderBy(sql`${sortKey(query.sort)} ${direction}`, desc(runs.createdAt), asc(runs.id))
    .offset(query.offset)
    .limit(query.limit);
}

/** How many runs the filter finds. */
export async function countRuns(db: Queryable, query: RunsQuery): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(runs)
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .leftJoin(arms, eq(arms.id, runs.armId))
    .where(whereOf(query));
  return row?.n ?? 0;
}

/** Latest values of some metrics of some runs: one row each, of the newest attempt that logged it. */
export function selectLatestMetrics(db: Queryable, runIds: string[], names: string[]) {
  return db
    .selectDistinctOn([metricSeries.runId, metricSeries.name], {
      runId: metricSeries.runId,
      name: metricSeries.name,
      value: metricSeries.lastValue,
    })
    .from(metricSeries)
    .innerJoin(attempts, eq(attempts.id, metricSeries.attemptId))
    .where(
      and(
        inArray(metricSeries.runId, runIds),
        inArray(metricSeries.name, names),
        isNotNull(metricSeries.lastValue),
      ),
    )
    .orderBy(metricSeries.runId, metricSeries.name, desc(attempts.number));
}

/** Names of arms and metrics and the seeds that occur, in one ablation or in all. */
export async function selectRunChoices(db: Queryable, ablationId: string | undefined) {
  const within = ablationId ? eq(runs.ablationId, ablationId) : undefined;
  const armRows = db
    .select({ key: arms.key, name: sql<string>`min(${arms.name})` })
    .from(arms)
    .where(ablationId ? eq(arms.ablationId, ablationId) : undefined)
    .groupBy(arms.key)
    .orderBy(sql`min(${arms.position})`, arms.key)
    .limit(200);
  const seedRows = db
    .selectDistinct({ seed: runs.seed })
    .from(runs)
    .where(within)
    .orderBy(runs.seed)
    .limit(200);
  const metricRows = db
    .selectDistinct({ name: metricSeries.name })
    .from(metricSeries)
    .innerJoin(runs, eq(runs.id, metricSeries.runId))
    .where(within)
    .orderBy(metricSeries.name)
    .limit(500);
  const [armChoices, seeds, metrics] = await Promise.all([armRows, seedRows, metricRows]);
  return {
    arms: armChoices,
    seeds: seeds.map((r) => r.seed),
    metrics: metrics.map((r) => r.name),
  };
}

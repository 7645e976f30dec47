import { sql } from "drizzle-orm";
import type { Queryable } from "../client";

const inList = (ids: readonly string[]) =>
  sql`in (select value from json_array_elements_text(${JSON.stringify(ids)}::json))`;

/** Sum and mean of the finite values of some series of some runs, all attempts put together. Reads summaries only. */
export async function selectSeriesMeans(db: Queryable, runIds: readonly string[], names: readonly string[]) {
  return db.execute<{ runId: string; name: string; sum: number; mean: number | null }>(sql`
    select s.run_id as "runId", s.name, sum(c.sum)::float8 as sum,
      (sum(c.sum) / nullif(sum(c.finite_count), 0))::float8 as mean
    from metric_series s join metric_chunks c on c.series_id = s.id and c.level = 0
    where s.run_id ${inList(runIds)} and s.name ${inList(names)}
    group by s.run_id, s.name`);
}

/** Wall time of what evaluated each run's checkpoints: all ended attempts, failed ones included. */
export async function selectEvaluationSeconds(db: Queryable, runIds: readonly string[]) {
  return db.execute<{ runId: string; jobs: number; seconds: number }>(sql`
    select j.run_id as "runId", count(distinct j.id)::int as jobs,
      sum(extract(epoch from a.ended_at - a.started_at))::float8 as seconds
    from jobs j join attempts a on a.job_id = j.id
    where j.kind = 'evaluate' and j.run_id ${inList(runIds)} and a.started_at is not null and a.ended_at is not null
    group by j.run_id`);
}

/** Wall time of the rewriting of some ablations. */
export async function selectRewritingSeconds(db: Queryable, ablationIds: readonly string[]) {
  const [found] = await db.execute<{ jobs: number; seconds: number }>(sql`
    select count(distinct j.id)::int as jobs,
      coalesce(sum(extract(epoch from a.ended_at - a.started_at)), 0)::float8 as seconds
    from jobs j join attempts a on a.job_id = j.id
    where j.kind = 'rewrite' and j.ablation_id ${inList(ablationIds)}
      and a.started_at is not null and a.ended_at is not null`);
  return found ?? { jobs: 0, seconds: 0 };
}

/** Train steps of a run that are looked at: enough for a mean, and a bounded number of rows however long the run. */
const SAMPLED_STEPS = 24;

/** Tokens after the last trace step of stored valid responses, at train steps spread evenly over each run. */
export async function selectAnswerTails(db: Queryable, runIds: readonly string[]) {
  return db.execute<{ runId: string; tokens: number; responses: number }>(sql`
    select r.id as "runId", avg(t.response_tokens - s.token_end)::float8 as tokens, count(*)::int as responses
    from runs r
    cross join lateral generate_series(1, r.last_train_step, greatest(1, r.last_train_step / ${SAMPLED_STEPS}::int))
      as g(train_step)
    join traces t on t.run_id = r.id and t.origin = 'train' and t.train_step = g.train_step
      and t.invalid_reason is null
    cross join lateral (
      select token_end from trace_steps where trace_id = t.id order by index desc limit 1
    ) s
    where r.id ${inList(runIds)} and s.token_end is not null
    group by r.id`);
}

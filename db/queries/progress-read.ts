import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";

/** Cumulative cost of an attempt at a train step. */
export interface ProgressAt {
  attemptId: string;
  trainStep: number;
  tokens: number;
  activeMs: number;
  gpuMs: number;
  atMs: number;
}

/** The cost at each of some train steps: the latest one told at or before it. Steps without one are left out. */
export async function progressAt(
  db: Queryable,
  steps: readonly { attemptId: string; trainStep: number }[],
): Promise<ProgressAt[]> {
  if (steps.length === 0) return [];
  return db.execute<ProgressAt & Record<string, unknown>>(sql`
    select s."attemptId", s."trainStep", p.* from json_to_recordset(${JSON.stringify(steps)}::json)
      as s("attemptId" text, "trainStep" int)
    cross join lateral (
      select (response_tokens + continuation_tokens)::float8 as tokens, active_ms::float8 as "activeMs",
        gpu_ms::float8 as "gpuMs",
        extract(epoch from at)::float8 * 1000 as "atMs"
      from train_step_progress where attempt_id = s."attemptId" and train_step <= s."trainStep"
      order by train_step desc limit 1
    ) p`);
}

/** When the first attempt of each job began, in epoch milliseconds. */
export async function jobsBeganAt(db: Queryable, jobIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.execute<{ jobId: string; atMs: number }>(sql`
    select job_id as "jobId", extract(epoch from min(coalesce(started_at, leased_at)))::float8 * 1000 as "atMs"
    from attempts where job_id in (select value from json_array_elements_text(${JSON.stringify(jobIds)}::json))
    group by job_id`);
  return new Map(rows.map((row) => [row.jobId, row.atMs]));
}

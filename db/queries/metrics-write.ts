import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { MetricSummary } from "@/lib/metrics/summary";

/** The points of one series in one batch. */
export interface MetricBatchRow extends MetricSummary {
  name: string;
  points: Buffer;
  lastValue: number;
}

/** A series after its batch was stored. */
export interface TouchedSeries {
  id: string;
  name: string;
  pendingRows: number;
  pendingPoints: number;
}

/** Values that JSON cannot hold travel as the texts that Postgres reads back exactly. */
function jsonNumber(value: number | null): number | string | null {
  return value === null || Number.isFinite(value) ? value : String(value);
}

function asJson(row: MetricBatchRow) {
  return {
    ...row,
    points: row.points.toString("base64"),
    min: jsonNumber(row.min),
    max: jsonNumber(row.max),
    sum: jsonNumber(row.sum),
    lastValue: jsonNumber(row.lastValue),
  };
}

/** Stores one level-0 row per series of a batch and keeps the series' own figures, in one statement. */
export async function appendMetricBatch(
  tx: Queryable,
  owner: { attemptId: string; runId: string },
  batch: readonly MetricBatchRow[],
): Promise<TouchedSeries[]> {
  return tx.execute<TouchedSeries & Record<string, unknown>>(sql`
    with given as (
      select * from json_to_recordset(${JSON.stringify(batch.map(asJson))}::json) as r(
        name text, points text, "firstTrainStep" int, "lastTrainStep" int, count int, "finiteCount" int,
        min float8, max float8, sum float8, "hasNan" bool, "hasPosInf" bool, "hasNegInf" bool, "lastValue" float8)
    ), touched as (
      insert into metric_series as s (run_id, attempt_id, name, points, first_train_step, last_train_step,
        last_value, pending_rows, pending_points, widest_chunk_steps)
      select ${owner.runId}, ${owner.attemptId}, name, count, "firstTrainStep", "lastTrainStep", "lastValue", 1,
        count, "lastTrainStep" - "firstTrainStep" from given order by name
      on conflict (attempt_id, name) do update set
        points = s.points + excluded.points,
        first_train_step = least(s.first_train_step, excluded.first_train_step),
        last_value = case when excluded.last_train_step >= s.last_train_step then excluded.last_value
          else s.last_value end,
        last_train_step = greatest(s.last_train_step, excluded.last_train_step),
        pending_rows = s.pending_rows + 1,
        pending_points = s.pending_points + excluded.pending_points,
        widest_chunk_steps = greatest(s.widest_chunk_steps, excluded.widest_chunk_steps)
      returning id, name, pending_rows, pending_points
    ), stored as (
      insert into metric_chunks (series_id, level, first_train_step, last_train_step, count, finite_count, min, max,
        sum, has_nan, has_pos_inf, has_neg_inf, points)
      select t.id, 0, "firstTrainStep", "lastTrainStep", count, "finiteCount", min, max, sum, "hasNan", "hasPosInf",
        "hasNegInf", decode(g.points, 'base64')
      from given g join touched t using (name)
    )
    select id::text, name, pending_rows as "pendingRows", pending_points as "pendingPoints" from touched`);
}

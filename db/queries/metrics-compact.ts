import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { PyramidWindow } from "@/lib/metrics/pyramid";
import { type MetricSummary, SUM_LIMIT } from "@/lib/metrics/summary";

/** Rows taken out for compaction, oldest first. */
export interface TakenChunk {
  points: Buffer;
  /** Its points are in the pyramid already: an open chunk that is written on. */
  compacted: boolean;
}

/** Locks a series for compaction. @returns false if someone else holds it, nothing waits, or it is gone */
export async function lockSeries(tx: Queryable, seriesId: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from metric_series where id = ${seriesId}::int8 and pending_rows > 0 for update skip locked`);
  return rows.length > 0;
}

/** Takes out the rows that wait, and the last chunk if it has room for more. */
export async function takePending(
  tx: Queryable,
  seriesId: string,
  chunkPoints: number,
): Promise<TakenChunk[]> {
  const rows = await tx.execute<{ id: string; points: Buffer; compacted: boolean }>(sql`
    delete from metric_chunks where id in (
      select id from metric_chunks where series_id = ${seriesId}::int8 and level = 0 and not compacted
      union all
      select id from (
        select id, count from metric_chunks
        where series_id = ${seriesId}::int8 and level = 0 and compacted
        order by first_train_step desc limit 1
      ) as last where last.count < ${chunkPoints}
    )
    returning id, points, compacted`);
  return [...rows].sort((a, b) => Number(a.id) - Number(b.id));
}

export interface CompactedChunk extends MetricSummary {
  points: Buffer;
}

const number = (value: number | null) => (value === null || Number.isFinite(value) ? value : String(value));

function summaryJson(summary: MetricSummary) {
  const { firstTrainStep, lastTrainStep, count, finiteCount, min, max, sum, hasNan, hasPosInf, hasNegInf } =
    summary;
  const [low, high, total] = [number(min), number(max), number(sum)];
  const flags = { hasNan, hasPosInf, hasNegInf };
  return { firstTrainStep, lastTrainStep, count, finiteCount, min: low, max: high, sum: total, ...flags };
}

const SUMMARY_COLUMNS = sql`"firstTrainStep" int, "lastTrainStep" int, count int, "finiteCount" int, min float8,
  max float8, sum float8, "hasNan" bool, "hasPosInf" bool, "hasNegInf" bool`;

/** Puts sorted chunks back, and notes that nothing waits any more of what was taken out. */
export async function putChunks(
  tx: Queryable,
  seriesId: string,
  chunks: readonly CompactedChunk[],
  taken: { rows: number; points: number },
): Promise<void> {
  const rows = chunks.map((chunk) => ({ ...summaryJson(chunk), points: chunk.points.toString("base64") }));
  const widest = Math.max(0, ...chunks.map((chunk) => chunk.lastTrainStep - chunk.firstTrainStep));
  await tx.execute(sql`
    with put as (
      insert into metric_chunks (series_id, level, compacted, first_train_step, last_train_step, count, finite_count,
        min, max, sum, has_nan, has_pos_inf, has_neg_inf, points)
      select ${seriesId}::int8, 0, true, "firstTrainStep", "lastTrainStep", count, "finiteCount", min, max, sum,
        "hasNan", "hasPosInf", "hasNegInf", decode(points, 'base64')
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(${SUMMARY_COLUMNS}, points text)
    )
    update metric_series set pending_rows = pending_rows - ${taken.rows},
      pending_points = pending_points - ${taken.points},
      widest_chunk_steps = greatest(widest_chunk_steps, ${widest}::int)
    where id = ${seriesId}::int8`);
}

/** Adds what newly compacted points bring to the windows of every level. */
export async function addToWindows(
  tx: Queryable,
  seriesId: string,
  windows: readonly PyramidWindow[],
): Promise<void> {
  const rows = windows.map(({ level, windowStart, summary }) => ({
    ...{ level, windowStart },
    ...summaryJson(summary),
  }));
  await tx.execute(sql`
    insert into metric_chunks as c (series_id, level, compacted, first_train_step, last_train_step, count,
      finite_count, min, max, sum, has_nan, has_pos_inf, has_neg_inf)
    select ${seriesId}::int8, level, true, "windowStart", "lastTrainStep", count, "finiteCount", min, max, sum,
      "hasNan", "hasPosInf", "hasNegInf"
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(level smallint, "windowStart" int, ${SUMMARY_COLUMNS})
    on conflict (series_id, level, first_train_step) where level > 0 do update set
      last_train_step = greatest(c.last_train_step, excluded.last_train_step),
      count = c.count + excluded.count, finite_count = c.finite_count + excluded.finite_count,
      min = least(c.min, excluded.min), max = greatest(c.max, excluded.max),
      sum = least(${SUM_LIMIT}::float8, greatest(-${SUM_LIMIT}::float8, c.sum + excluded.sum)),
      has_nan = c.has_nan or excluded.has_nan, has_pos_inf = c.has_pos_inf or excluded.has_pos_inf,
      has_neg_inf = c.has_neg_inf or excluded.has_neg_inf`);
}

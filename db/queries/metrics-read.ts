import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { MetricSummary } from "@/lib/metrics/summary";

/** One series of one attempt, as the catalogue of a run knows it. */
export interface SeriesRow {
  id: string;
  runId: string;
  attemptId: string;
  attemptNumber: number;
  jobId: string;
  name: string;
  points: number;
  firstTrainStep: number;
  lastTrainStep: number;
  lastValue: number;
  widestChunkSteps: number;
}

/** Every series of some runs, the attempts of a job in order. */
export async function listSeries(db: Queryable, runIds: readonly string[]): Promise<SeriesRow[]> {
  return db.execute<SeriesRow & Record<string, unknown>>(sql`
    select s.id::text as id, s.run_id as "runId", s.attempt_id as "attemptId", a.number as "attemptNumber",
      a.job_id as "jobId", s.name, s.points::float8 as points, s.first_train_step as "firstTrainStep",
      s.last_train_step as "lastTrainStep", s.last_value as "lastValue", s.widest_chunk_steps as "widestChunkSteps"
    from metric_series s join attempts a on a.id = s.attempt_id
    where s.run_id in (select value from json_array_elements_text(${JSON.stringify(runIds)}::json))
      and s.first_train_step is not null
    order by s.run_id, s.name, a.job_id, a.number`);
}

/** Train steps from..to of one series at one level, on behalf of the segment of that number. */
export interface RangeRequest {
  segment: number;
  seriesId: string;
  level: number;
  from: number;
  to: number;
  /** Rows that may overlap begin no earlier than this: `from` but for level 0, whose rows have no fixed width. */
  scanFrom: number;
}

/** A bucket (`points` is null, `firstTrainStep` its start), or points of which those within from..to are wanted. */
export interface RangeRow extends MetricSummary {
  segment: number;
  from: number;
  to: number;
  points: Buffer | null;
  rowId: number;
}

/** What waits to be compacted of a series, within from..to. */
export type PendingRequest = Pick<RangeRequest, "segment" | "seriesId" | "from" | "to">;

const POINT_ROW = sql`c.first_train_step as "firstTrainStep", c.last_train_step as "lastTrainStep", c.count,
  c.finite_count as "finiteCount", c.min, c.max, c.sum, c.has_nan as "hasNan", c.has_pos_inf as "hasPosInf",
  c.has_neg_inf as "hasNegInf", c.points, c.id::float8 as "rowId"`;

/** Windows are added up to buckets where they lie: sending them costs more than adding them. */
const BUCKET_ROW = sql`w.first as "firstTrainStep", max(w.last_train_step) as "lastTrainStep",
  sum(w.count)::int as count, sum(w.finite_count)::int as "finiteCount", min(w.min) as min, max(w.max) as max,
  sum(w.sum) as sum, bool_or(w.has_nan) as "hasNan", bool_or(w.has_pos_inf) as "hasPosInf",
  bool_or(w.has_neg_inf) as "hasNegInf", null::bytea as points, 0::float8 as "rowId"`;

/**
 * Reads ranges of the pyramid and all that is not in it yet, in one statement: compaction moves points between the two,
 * and one snapshot sees each of them once. Rows come in the order in which they were stored.
 */
export async function readRanges(
  db: Queryable,
  ranges: readonly RangeRequest[],
  pending: readonly PendingRequest[],
  bucketWidth: number,
): Promise<RangeRow[]> {
  const rows = await db.execute<RangeRow & Record<string, unknown>>(sql`
    with r as (
      select * from json_to_recordset(${JSON.stringify(ranges)}::json)
        as r(segment int, "seriesId" int8, level int, "from" int, "to" int, "scanFrom" int)
    )
    select w.segment, 0 as from, 0 as to, ${BUCKET_ROW}
    from (
      select r.segment, c.first_train_step / ${bucketWidth}::int * ${bucketWidth}::int as first, c.*
      from r cross join lateral (
        select * from metric_chunks c where c.series_id = r."seriesId" and c.level = r.level
          and c.first_train_step between r."from" and r."to" offset 0
      ) c where r.level > 0
    ) w group by w.segment, w.first
    union all
    select r.segment, r.from, r.to, ${POINT_ROW}
    from r cross join lateral (
      select * from metric_chunks c where c.series_id = r."seriesId" and c.level = 0 and c.compacted
        and c.first_train_step between r."scanFrom" and r."to" and c.last_train_step >= r."from" offset 0
    ) c where r.level = 0
    union all
    select p.segment, p.from, p.to, ${POINT_ROW}
    from json_to_recordset(${JSON.stringify(pending)}::json)
      as p(segment int, "seriesId" int8, "from" int, "to" int)
    join metric_chunks c on c.series_id = p."seriesId" and c.level = 0 and not c.compacted
      and c.first_train_step <= p."to" and c.last_train_step >= p."from"`);
  return [...rows].sort((a, b) => a.rowId - b.rowId);
}

import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { AgentLogLine, HostUsage } from "@/lib/contracts";

/** Stores what keeps a host busy now, and lets go of what is older than `keepMs`. */
export async function insertHostSample(
  db: Queryable,
  hostId: string,
  now: Date,
  usage: HostUsage,
  keepMs: number,
): Promise<void> {
  const oldest = new Date(now.getTime() - keepMs).toISOString();
  await db.execute(sql`
    insert into host_samples (host_id, at, usage)
    values (${hostId}, ${now.toISOString()}::timestamptz, ${JSON.stringify(usage)}::jsonb) on conflict do nothing`);
  await db.execute(sql`delete from host_samples where host_id = ${hostId} and at < ${oldest}::timestamptz`);
}

/** Lines among which one that is told again (its answer was lost) is looked for. */
const LOOK_BACK_LINES = 1000;

/**
 * Stores lines of an agent's log that are not there yet, and lets go of all but the latest `keepLines` of the host. In a
 * transaction: a report whose sender gave up waiting may still be at it when the next one brings the same lines.
 */
export async function insertAgentLog(
  tx: Queryable,
  hostId: string,
  lines: readonly AgentLogLine[],
  keepLines: number,
): Promise<void> {
  if (lines.length === 0) return;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${hostId}, 11))`);
  await tx.execute(sql`
    with recent as (
      select at, event from agent_log_lines where host_id = ${hostId} order by id desc limit ${LOOK_BACK_LINES}
    )
    insert into agent_log_lines (host_id, at, event, fields)
    select ${hostId}, r.at, r.event, r.fields
    from json_to_recordset(${JSON.stringify(lines)}::json) as r(at timestamptz, event text, fields jsonb)
    where not exists (select 1 from recent where recent.at = r.at and recent.event = r.event)
    order by r.at`);
  await tx.execute(sql`
    delete from agent_log_lines where host_id = ${hostId} and id <= (
      select id from agent_log_lines where host_id = ${hostId} order by id desc offset ${keepLines} limit 1)`);
}

export interface LogPage {
  after?: number | undefined;
  before?: number | undefined;
  limit: number;
  /** Text that the event or the fields hold, as a pattern of `like`; empty: all lines. */
  pattern: string;
  event?: string | undefined;
}

export interface AgentLogRow {
  id: number;
  at: Date;
  event: string;
  fields: AgentLogLine["fields"];
}

/** A page of an agent's log: the newest first, or the oldest first where `after` is asked. */
export async function selectAgentLog(db: Queryable, hostId: string, page: LogPage): Promise<AgentLogRow[]> {
  const { after, before, limit, pattern, event } = page;
  const rows = await db.execute<
    { id: string; at: string } & Record<string, unknown> & Omit<AgentLogRow, "id" | "at">
  >(sql`
    select id, at, event, fields from agent_log_lines
    where host_id = ${hostId}
      ${after === undefined ? sql`` : sql`and id > ${after}`}
      ${before === undefined ? sql`` : sql`and id < ${before}`}
      ${event === undefined ? sql`` : sql`and event = ${event}`}
      ${pattern === "" ? sql`` : sql`and (event ilike ${pattern} or fields::text ilike ${pattern})`}
    order by id ${after === undefined ? sql`desc` : sql`asc`} limit ${limit}`);
  return rows.map(({ id, at, event: name, fields }) => ({
    id: Number(id),
    at: new Date(at),
    event: name,
    fields,
  }));
}

/** The events an agent's log has, the most frequent first. */
export async function selectLogEvents(db: Queryable, hostId: string): Promise<string[]> {
  const rows = await db.execute<{ event: string }>(sql`
    select event from agent_log_lines where host_id = ${hostId} group by event order by count(*) desc, event limit 100`);
  return rows.map(({ event }) => event);
}

export interface UsageBucket {
  hostId: string;
  metric:
    | "cpuCores"
    | "memoryBytes"
    | "diskFreeBytes"
    | "networkReceived"
    | "networkSent"
    | "gpuUtilization"
    | "gpuMemoryBytes"
    | "gpuWatts";
  gpu: number | null;
  x: number;
  count: number;
  min: number;
  mean: number;
  max: number;
}

/**
 * Usage of hosts within [fromMs, toMs] (epoch milliseconds) as least, mean and greatest of each stretch of `bucketMs`,
 * in order of time. Rates count from the sample before.
 */
export async function readHostUsage(
  db: Queryable,
  hostIds: readonly string[],
  { fromMs, toMs, bucketMs }: { fromMs: number; toMs: number; bucketMs: number },
): Promise<UsageBucket[]> {
  const of = (key: string) => sql`(s.usage->>${key})::float8`;
  const rate = (key: string) => sql`case when ${of(key)} >= (s.before->>${key})::float8 and s.seconds > 0
    then (${of(key)} - (s.before->>${key})::float8) / s.seconds end`;
  return db.execute<UsageBucket & Record<string, unknown>>(sql`
    with s as (
      select host_id, usage, ms, lag(usage) over earlier as before, (ms - lag(ms) over earlier) / 1000 as seconds
      from (
        select host_id, usage, extract(epoch from at)::float8 * 1000 as ms from host_samples
        where host_id in (select value from json_array_elements_text(${JSON.stringify(hostIds)}::json))
          and at between to_timestamp(${fromMs / 1000}::float8) and to_timestamp(${toMs / 1000}::float8)
      ) one
      window earlier as (partition by host_id order by ms)
    )
    select s.host_id as "hostId", v.metric, v.gpu, avg(s.ms) as x, count(*)::int as count,
      min(v.value) as min, avg(v.value) as mean, max(v.value) as max
    from s cross join lateral (
      select * from (values
        ('cpuCores', null::int, ${of("hostCpuCores")}),
        ('memoryBytes', null, ${of("hostMemoryBytes")}),
        ('diskFreeBytes', null, ${of("diskFreeBytes")}),
        ('networkReceived', null, ${rate("networkReceivedBytes")}),
        ('networkSent', null, ${rate("networkSentBytes")})
      ) plain(metric, gpu, value)
      union all
      select gpus.* from jsonb_array_elements(coalesce(s.usage->'gpus', '[]')) g
      cross join lateral (values
        ('gpuUtilization', (g.value->>'index')::int, (g.value->>'utilization')::float8),
        ('gpuMemoryBytes', (g.value->>'index')::int, (g.value->>'memoryBytes')::float8),
        ('gpuWatts', (g.value->>'index')::int, (g.value->>'watts')::float8)
      ) gpus(metric, gpu, value)
    ) v(metric, gpu, value)
    where v.value is not null
    group by s.host_id, v.metric, v.gpu, floor((s.ms - ${fromMs}::float8) / ${bucketMs}::float8)
    order by s.host_id, v.metric, v.gpu nulls first, x`);
}

/** The latest sample of each host that has one. */
export async function latestHostUsage(
  db: Queryable,
  hostIds: readonly string[],
): Promise<Map<string, { at: Date; usage: HostUsage }>> {
  const rows = await db.execute<{ hostId: string; at: string; usage: HostUsage }>(sql`
    select h.value as "hostId", s.at, s.usage from json_array_elements_text(${JSON.stringify(hostIds)}::json) h
    cross join lateral (
      select at, usage from host_samples where host_id = h.value order by at desc limit 1) s`);
  return new Map(rows.map(({ hostId, at, usage }) => [hostId, { at: new Date(at), usage }]));
}

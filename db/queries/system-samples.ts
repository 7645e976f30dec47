import { eq, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { attempts, hosts, jobs } from "@/db/schema";
import type { SystemMetric, SystemValues } from "@/lib/contracts";

interface Owner {
  jobId: string;
  runId: string | null;
  attemptId: string;
}

/** Stores samples of an attempt. One that is there already is left as it is. */
export async function insertSystemSamples(
  tx: Queryable,
  owner: Owner,
  rows: readonly { seq: number; at: string; values: SystemValues }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into system_samples (attempt_id, seq, job_id, run_id, at, values)
    select ${owner.attemptId}, seq, ${owner.jobId}, ${owner.runId}, at, values
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(seq int8, at timestamptz, values jsonb)
    order by seq
    on conflict do nothing`);
}

/** Whose samples: a run's with those of its evaluations, or one job's. */
export type SampledSubject = { runId: string } | { jobId: string };

/** The attempts of a run or job that began, in order, with their hosts' names. */
export async function selectSampledAttempts(db: Queryable, subject: SampledSubject) {
  const own = "runId" in subject ? eq(attempts.runId, subject.runId) : eq(attempts.jobId, subject.jobId);
  return db
    .select({
      id: attempts.id,
      number: attempts.number,
      jobId: jobs.id,
      jobKind: jobs.kind,
      hostName: hosts.name,
      beganAt: sql<number>`extract(epoch from coalesce(${attempts.startedAt}, ${attempts.leasedAt}))::float8 * 1000`,
      endedAt: sql<number | null>`extract(epoch from ${attempts.endedAt})::float8 * 1000`,
    })
    .from(attempts)
    .innerJoin(jobs, eq(jobs.id, attempts.jobId))
    .innerJoin(hosts, eq(hosts.id, attempts.hostId))
    .where(own)
    .orderBy(sql`coalesce(${attempts.startedAt}, ${attempts.leasedAt})`, attempts.number);
}

/** When the latest sample of some attempts was taken, epoch milliseconds; null: there is none. */
export async function latestSampleAt(db: Queryable, attemptIds: readonly string[]): Promise<number | null> {
  const [row] = await db.execute<{ at: number | null }>(sql`
    select extract(epoch from max(at))::float8 * 1000 as at from system_samples
    where attempt_id in (select value from json_array_elements_text(${JSON.stringify(attemptIds)}::json))`);
  return row?.at ?? null;
}

export interface SystemBucket {
  attemptId: string;
  metric: SystemMetric;
  gpu: number | null;
  x: number;
  count: number;
  min: number;
  mean: number;
  max: number;
}

/** Samples before a range that a rate at its beginning may count from: further apart than any two of a run. */
const LOOK_BACK_MS = 60_000;

const number = (of: SQL, key: string) => sql`(${of}->>${key})::float8`;
/** Bytes per second since the sample before; none where the counter began anew. */
const rate = (key: string) => sql`
  case when ${number(sql`s.values`, key)} >= ${number(sql`s.before`, key)} and s.seconds > 0
    then (${number(sql`s.values`, key)} - ${number(sql`s.before`, key)}) / s.seconds end`;

/**
 * Samples within [fromMs, toMs] (epoch milliseconds) as the least, mean and greatest of each stretch of `bucketMs`, by
 * attempt, value and GPU, in order of time. Of long ranges only every so many samples are read.
 */
export async function readSystemBuckets(
  db: Queryable,
  attemptIds: readonly string[],
  { fromMs, toMs, bucketMs, every }: { fromMs: number; toMs: number; bucketMs: number; every: number },
): Promise<SystemBucket[]> {
  const values = sql`s.values`;
  const gpu = sql`g.value`;
  return db.execute<SystemBucket & Record<string, unknown>>(sql`
    with s as (
      select attempt_id, values, ms, lag(values) over earlier as before,
        (ms - lag(ms) over earlier) / 1000 as seconds
      from (
        select attempt_id, seq, values, extract(epoch from at)::float8 * 1000 as ms from system_samples
        where attempt_id in (select value from json_array_elements_text(${JSON.stringify(attemptIds)}::json))
          and at between to_timestamp(${(fromMs - LOOK_BACK_MS) / 1000}::float8)
            and to_timestamp(${toMs / 1000}::float8)
          and seq % ${every}::int8 = 0
      ) one
      window earlier as (partition by attempt_id order by ms, seq)
    )
    select s.attempt_id as "attemptId", v.metric, v.gpu, avg(s.ms) as x, count(*)::int as count,
      min(v.value) as min, avg(v.value) as mean, max(v.value) as max
    from s cross join lateral (
      select * from (values
        ('cpuCores', null::int, ${number(values, "cpuCores")}),
        ('hostCpuCores', null, ${number(values, "hostCpuCores")}),
        ('memoryBytes', null, ${number(values, "memoryBytes")}),
        ('hostMemoryBytes', null, ${number(values, "hostMemoryBytes")}),
        ('diskFreeBytes', null, ${number(values, "diskFreeBytes")}),
        ('diskRead', null, ${rate("diskReadBytes")}),
        ('diskWritten', null, ${rate("diskWrittenBytes")}),
        ('networkReceived', null, ${rate("networkReceivedBytes")}),
        ('networkSent', null, ${rate("networkSentBytes")})
      ) plain(metric, gpu, value)
      union all
      select gpus.* from jsonb_array_elements(coalesce(${values}->'gpus', '[]')) g
      cross join lateral (values
        ('gpuUtilization', (${gpu}->>'index')::int, ${number(gpu, "utilization")}),
        ('gpuMemoryBytes', (${gpu}->>'index')::int, ${number(gpu, "memoryBytes")}),
        ('gpuWatts', (${gpu}->>'index')::int, ${number(gpu, "watts")}),
        ('gpuCelsius', (${gpu}->>'index')::int, ${number(gpu, "celsius")})
      ) gpus(metric, gpu, value)
    ) v(metric, gpu, value)
    where v.value is not null and s.ms between ${fromMs}::float8 and ${toMs}::float8
    group by s.attempt_id, v.metric, v.gpu, floor((s.ms - ${fromMs}::float8) / ${bucketMs}::float8)
    order by s.attempt_id, v.metric, v.gpu nulls first, x`);
}

/** How many samples lie in a range, and what the latest one of them says of the machine. */
export async function describeSamples(
  db: Queryable,
  attemptIds: readonly string[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<{ samples: number; latest: SystemValues | null; withGpus: SystemValues | null }> {
  const [row] = await db.execute<{
    samples: number;
    latest: SystemValues | null;
    withGpus: SystemValues | null;
  }>(sql`
    with s as materialized (
      select at, values from system_samples
      where attempt_id in (select value from json_array_elements_text(${JSON.stringify(attemptIds)}::json))
        and at between to_timestamp(${fromMs / 1000}::float8) and to_timestamp(${toMs / 1000}::float8)
    )
    select (select count(*)::int from s) as samples,
      (select values from s order by at desc limit 1) as latest,
      (select values from s where values ? 'gpus' order by at desc limit 1) as "withGpus"`);
  return row ?? { samples: 0, latest: null, withGpus: null };
}

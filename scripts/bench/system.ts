/**
 * How long the charts of system metrics take to read: `npx tsx scripts/bench/system.ts [samples] [gpus]` (default 57,600
 * samples, ten days at one in 15 s, of a machine with 8 GPUs), in a Postgres of its own. Prints Markdown.
 */
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { makeAttempt, makeRun } from "@/lib/services/ingest/testing/fixture";
import { readSystem } from "@/lib/services/system/read-system";
import { machine, quantile, table, withThrowawayDatabase } from "./throwaway-database";

const SAMPLES = Number(process.argv[2] ?? 57_600);
const GPUS = Number(process.argv[3] ?? 8);
const EVERY_S = 15;
const REPEATS = 10;

/** One attempt's samples, as its trainer would have told them. */
async function fill(db: Db): Promise<string> {
  const { attemptId, jobId, runId } = await makeAttempt(db, await makeRun(db));
  await db.execute(sql`update attempts set started_at = '2026-01-01' where id = ${attemptId}`);
  await db.execute(sql`
    insert into system_samples (attempt_id, seq, job_id, run_id, at, values)
    select ${attemptId}, n, ${jobId}, ${runId}, '2026-01-01'::timestamptz + n * ${EVERY_S}::int * interval '1 second',
      jsonb_build_object('cpuCores', random() * 8, 'memoryBytes', 1e10::int8, 'hostCpuCores', random() * 64,
        'hostMemoryBytes', 1e11::int8, 'hostMemoryTotalBytes', 1e12::int8, 'diskReadBytes', n * 1000,
        'diskWrittenBytes', n::int8 * 100000, 'diskFreeBytes', 1e12::int8, 'networkReceivedBytes', n::int8 * 5000,
        'networkSentBytes', n * 500, 'gpus', (
          select jsonb_agg(jsonb_build_object('index', g, 'name', 'NVIDIA H100 80GB HBM3', 'utilization', random(),
            'memoryBytes', 6e10::int8, 'memoryTotalBytes', 85899345920, 'watts', 500 + 100 * random(), 'celsius', 60))
          from generate_series(0, ${GPUS - 1}::int) g))
    from generate_series(1, ${SAMPLES}::int) n`);
  await db.execute(sql`vacuum analyze system_samples`);
  return runId;
}

async function timed(once: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < REPEATS + 1; i++) {
    const from = performance.now();
    await once();
    if (i >= 1) times.push(performance.now() - from);
  }
  return times;
}

await withThrowawayDatabase(async ({ db }) => {
  const runId = await fill(db);
  const [bytes] = await db.execute<{ mb: number }>(
    sql`select pg_total_relation_size('system_samples')::float8 / 1e6 as mb`,
  );
  const end = SAMPLES * EVERY_S * 1000;
  const cases = [
    { what: "all of it", query: { buckets: 400 } },
    { what: "the last hour", query: { buckets: 400, from: end - 3_600_000, to: end } },
  ];
  const rows: string[][] = [];
  for (const { what, query } of cases) {
    const times = await timed(() => readSystem(db, { runId }, query));
    rows.push([what, quantile(times, 0.5).toFixed(0), quantile(times, 0.95).toFixed(0)]);
  }
  console.log(`${machine()}; ${SAMPLES} samples, ${GPUS} GPUs, ${bytes?.mb.toFixed(0)} MB\n`);
  console.log(table(["what", "p50 [ms]", "p95 [ms]"], rows));
});

/**
 * Measures reading series: how long a chart takes on the server for runs of growing length, and how that grows. "best" is
 * the least disturbed of 40 reads, for machines that do other things too.
 *
 *   npx tsx scripts/bench/series.ts [most points, default 1000000]
 */
import type { DbHandle } from "@/db/client";
import { compactTouched } from "@/lib/services/ingest/compact";
import { ingestBatch } from "@/lib/services/ingest/ingest-batch";
import { parseBatch } from "@/lib/services/ingest/parse-batch";
import { batchOf, metrics } from "@/lib/services/ingest/testing/batches";
import { makeAttempt, makeRun } from "@/lib/services/ingest/testing/fixture";
import { readSeries, type SeriesParams } from "@/lib/services/series/read-series";
import { machine, quantile, table, withThrowawayDatabase } from "./throwaway-database";

const REPEATS = 40;

/** Logs one series through ingest, 1000 train steps a batch, as a fast trainer would. */
async function fill(handle: DbHandle, points: number): Promise<string> {
  const run = await makeRun(handle.db);
  const attempt = await makeAttempt(handle.db, run);
  for (let at = 0; at < points; at += 1000) {
    const events = Array.from({ length: Math.min(1000, points - at) }, (_, i) => {
      const step = at + i + 1;
      const progress = { responseTokens: step * 10, continuationTokens: 0, activeMs: step, gpuMs: 0 };
      return metrics(step, step, { x: Math.sin(step / 1000) * step }, progress);
    });
    const result = await ingestBatch(handle.db, parseBatch(batchOf(attempt.attemptId, "metrics", events)));
    await compactTouched(handle.db, result.touched);
  }
  return run.runId;
}

async function time(
  handle: DbHandle,
  params: SeriesParams,
): Promise<{ best: number; p50: number; cpu: number; marks: number }> {
  const times: number[] = [];
  let marks = 0;
  let cpuBefore = process.cpuUsage();
  for (let i = 0; i < REPEATS + 5; i++) {
    if (i === 5) cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    const answer = await readSeries(handle.db, params);
    const took = performance.now() - startedAt;
    if (i >= 5) times.push(took);
    marks = answer.series[0]?.segments[0]?.marks.length ?? 0;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpu = (user + system) / 1000 / REPEATS;
  return { best: Math.min(...times), p50: quantile(times, 0.5), cpu, marks };
}

interface View {
  name: string;
  params(points: number): Partial<SeriesParams>;
}

const VIEWS: View[] = [
  { name: "whole run, 500 buckets", params: () => ({}) },
  { name: "whole run, 1000 buckets", params: () => ({ buckets: 1000 }) },
  {
    name: "a tenth in the middle",
    params: (n) => ({ fromStep: Math.floor(n * 0.45), toStep: Math.floor(n * 0.55) }),
  },
  { name: "400 train steps, every point", params: (n) => ({ fromStep: n - 600, toStep: n - 201 }) },
  { name: "whole run over tokens", params: () => ({ axis: "tokens" }) },
];

const most = Number(process.argv[2] ?? 1_000_000);
await withThrowawayDatabase(async (handle) => {
  const rows: string[][] = [];
  const before = new Map<string, number>();
  for (let points = 1_000; points <= most; points *= 10) {
    const runId = await fill(handle, points);
    await handle.sql`analyze`;
    for (const view of VIEWS) {
      const base = {
        runIds: [runId],
        names: ["x"],
        buckets: 500,
        axis: "trainStep" as const,
        superseded: false,
      };
      const { best, p50, cpu, marks } = await time(handle, { ...base, ...view.params(points) });
      const ratio = before.get(view.name);
      const growth = ratio === undefined ? "" : `x ${(best / ratio).toFixed(2)}`;
      rows.push([
        points.toLocaleString("en"),
        view.name,
        String(marks),
        best.toFixed(2),
        p50.toFixed(2),
        cpu.toFixed(2),
        growth,
      ]);
      before.set(view.name, best);
    }
  }
  const [size] = await handle.sql<{ bytes: number }[]>`
    select pg_total_relation_size('metric_chunks')::float8 as bytes`;
  const [stored] = await handle.sql<
    { points: number }[]
  >`select sum(points)::float8 as points from metric_series`;
  console.log(`${machine()}\n`);
  console.log(
    table(
      ["points", "view", "marks", "best ms", "p50 ms", "Node CPU ms", "best against a tenth of the points"],
      rows,
    ),
  );
  console.log(
    `\n${((size?.bytes ?? 0) / (stored?.points ?? 1)).toFixed(1)} bytes a point on disk, windows and indexes included`,
  );
});

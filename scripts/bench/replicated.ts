/**
 * Measures curves with replication: how long one view of one metric takes on the server, for 4 arms x 5 seeds of growing
 * length. One run goes through ingest; the other seeds are copies of its rows with values of their own, since storing
 * twenty million points the usual way measures ingest and not reading. "best" is the least disturbed of 20 reads.
 *
 *   npx tsx scripts/bench/replicated.ts [most points a seed, default 1000000]
 */

import type { DbHandle } from "@/db/client";
import { arms, attempts, jobs, runs } from "@/db/schema";
import { resultSelection } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { mintToken } from "@/lib/server/tokens";
import { compactTouched } from "@/lib/services/ingest/compact";
import { ingestBatch } from "@/lib/services/ingest/ingest-batch";
import { parseBatch } from "@/lib/services/ingest/parse-batch";
import { batchOf, metrics } from "@/lib/services/ingest/testing/batches";
import { makeAttempt, makeRun, type TestAttempt, type TestRun } from "@/lib/services/ingest/testing/fixture";
import { type ReplicatedParams, readReplicatedSeries } from "@/lib/services/series/read-replicated";
import { machine, quantile, table, withThrowawayDatabase } from "./throwaway-database";

const [ARMS, SEEDS, REPEATS] = [4, 5, 20];
/** Train steps between two rows of cumulative cost: at one a step twenty million of them would fill the disk first. */
const COST_EVERY = 10;

async function seedRun(handle: DbHandle, first: TestRun, armId: string, seed: number): Promise<TestAttempt> {
  const [runId, jobId, attemptId] = [newId("run"), newId("job"), newId("attempt")];
  const common = { ablationId: first.ablationId, armId, seed, name: `seed ${seed}` };
  const trained = { stage: "grpo" as const, config: {}, plannedTrainSteps: 1, codeVersion: "bench" };
  await handle.db.insert(runs).values({ ...common, ...trained, id: runId });
  await handle.db
    .insert(jobs)
    .values({ ...common, id: jobId, runId, kind: "grpo" as const, status: "running" as const });
  const { tokenId, token } = await mintToken(handle.db, "run", attemptId);
  const { hostId } = first;
  await handle.db
    .insert(attempts)
    .values({ id: attemptId, jobId, runId, hostId, tokenId, number: 1, status: "running" });
  return { ...first, runId, jobId, attemptId, token };
}

/** Logs one series through ingest, 1000 train steps a batch. */
async function log(handle: DbHandle, attempt: TestAttempt, points: number): Promise<void> {
  for (let at = 0; at < points; at += 1000) {
    const events = Array.from({ length: Math.min(1000, points - at) }, (_, i) => {
      const step = at + i + 1;
      const cost = { responseTokens: step * 10, continuationTokens: step * 40, activeMs: step, gpuMs: step };
      const told = step % COST_EVERY === 0 || step === 1 ? cost : undefined;
      return metrics(step, step, { x: 1 + Math.sin(step / 1000) }, told);
    });
    const { touched } = await ingestBatch(
      handle.db,
      parseBatch(batchOf(attempt.attemptId, "metrics", events)),
    );
    await compactTouched(handle.db, touched);
  }
}

/** The same rows under another run, every value times `factor`. */
async function copy({ sql }: DbHandle, from: TestAttempt, to: TestAttempt, factor: number): Promise<void> {
  await sql`
    insert into metric_series (run_id, attempt_id, name, points, first_train_step, last_train_step, last_value,
      pending_rows, pending_points, widest_chunk_steps)
    select ${to.runId}, ${to.attemptId}, name, points, first_train_step, last_train_step, last_value,
      pending_rows, pending_points, widest_chunk_steps from metric_series where attempt_id = ${from.attemptId}`;
  await sql`
    insert into metric_chunks (series_id, level, first_train_step, last_train_step, count, finite_count, min, max,
      sum, has_nan, has_pos_inf, has_neg_inf, compacted, points)
    select (select id from metric_series where attempt_id = ${to.attemptId}), c.level, c.first_train_step,
      c.last_train_step, c.count, c.finite_count, c.min * ${factor}::float8, c.max * ${factor}::float8,
      c.sum * ${factor}::float8, c.has_nan, c.has_pos_inf, c.has_neg_inf, c.compacted, c.points
    from metric_chunks c join metric_series s on s.id = c.series_id where s.attempt_id = ${from.attemptId}`;
  await sql`
    insert into train_step_progress
    select ${to.attemptId}, ${to.runId}, train_step, response_tokens, continuation_tokens, active_ms, gpu_ms, at
    from train_step_progress where attempt_id = ${from.attemptId}`;
}

async function fill(handle: DbHandle, points: number): Promise<string[]> {
  const first = await makeRun(handle.db);
  const source = await makeAttempt(handle.db, first);
  await log(handle, source, points);
  const ids: string[] = [];
  for (let arm = 0; arm < ARMS; arm += 1) {
    const armId = newId("arm");
    const { ablationId } = first;
    await handle.db
      .insert(arms)
      .values({ id: armId, ablationId, key: `arm-${arm}`, name: `arm ${arm}`, position: arm });
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const attempt = await seedRun(handle, first, armId, seed);
      await copy(handle, source, attempt, 1 + arm / 10 + seed / 100);
      ids.push(attempt.runId);
    }
  }
  await handle.sql`analyze`;
  return ids;
}

interface View {
  name: string;
  params(points: number): Partial<ReplicatedParams>;
}

const VIEWS: View[] = [
  { name: "whole, 240 places", params: () => ({}) },
  { name: "whole, 1000 places", params: () => ({ buckets: 1000 }) },
  { name: "a tenth in the middle", params: (n) => ({ from: n * 0.45, to: n * 0.55 }) },
  { name: "200 train steps, every one", params: (n) => ({ from: n - 400, to: n - 201 }) },
  { name: "whole along tokens", params: () => ({ axis: "tokens" }) },
  { name: "a tenth of the tokens", params: (n) => ({ axis: "tokens", from: n * 22.5, to: n * 27.5 }) },
];

async function time(handle: DbHandle, params: ReplicatedParams) {
  const times: number[] = [];
  let cpuBefore = process.cpuUsage();
  let bytes = 0;
  for (let i = 0; i < REPEATS + 3; i += 1) {
    if (i === 3) cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    const answer = await readReplicatedSeries(handle.db, params);
    if (i >= 3) times.push(performance.now() - startedAt);
    const [metric] = answer?.metrics ?? [];
    if (metric?.arms.length !== ARMS) throw new Error(`only ${metric?.arms.length} arms came back`);
    if (i === 0) bytes = JSON.stringify(answer).length;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    best: Math.min(...times),
    p50: quantile(times, 0.5),
    cpu: (user + system) / 1000 / REPEATS,
    bytes,
  };
}

const most = Number(process.argv[2] ?? 1_000_000);
await withThrowawayDatabase(async (handle) => {
  const rows: string[][] = [];
  for (let points = 10_000; points <= most; points *= 10) {
    const ids = await fill(handle, points);
    const selection = resultSelection.parse({ runs: ids.join(",") });
    for (const { name, params } of VIEWS) {
      const base = { selection, names: ["x"], axis: "trainStep" as const, buckets: 240 };
      const { best, p50, cpu, bytes } = await time(handle, { ...base, ...params(points) });
      const figures = [best, p50, cpu].map((ms) => ms.toFixed(1));
      rows.push([points.toLocaleString("en"), name, ...figures, (bytes / 1024).toFixed(0)]);
    }
  }
  const heads = ["points a seed", "view", "best ms", "p50 ms", "Node CPU ms", "answer KiB"];
  console.log(`${machine()}, ${ARMS} arms x ${SEEDS} seeds\n\n${table(heads, rows)}`);
});

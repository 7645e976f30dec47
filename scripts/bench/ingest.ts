/**
 * Measures ingest: points and traces a second, through the service and through the HTTP route handler, with 1 and 8
 * clients, on a durable Postgres of its own. "Node CPU" holds the clients' own work too (they share the process).
 *
 *   NODE_OPTIONS=--conditions=react-server npx tsx scripts/bench/ingest.ts [seconds each]
 */
import type { DbHandle } from "@/db/client";
import type { StreamKind } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { followUpsDone, runLater } from "@/lib/services/ingest/follow-ups";
import { receiveBatch } from "@/lib/services/ingest/receive-batch";
import { batchOf, metrics, trace } from "@/lib/services/ingest/testing/batches";
import { makeAttempt, makeRun, type TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { POST } from "../../app/api/v1/runs/[id]/events/route";
import { machine, quantile, table, withThrowawayDatabase } from "./throwaway-database";

/** A kind of batch: what the n-th one of an attempt holds, and how many units that is. */
interface Load {
  name: string;
  unit: string;
  kind: StreamKind;
  perBatch: number;
  events(n: number): object[];
}

type Send = (attempt: TestAttempt, batch: object) => Promise<void>;

const NAMES = Array.from({ length: 30 }, (_, i) => `bench/metric_${i}`);

function metricsLoad(steps: number, names: readonly string[]): Load {
  const event = (step: number) =>
    metrics(step + 1, step, Object.fromEntries(names.map((name, i) => [name, Math.sin(step + i)])));
  return {
    name: `metrics, ${steps} train step${steps > 1 ? "s" : ""} x ${names.length} series a batch`,
    unit: "points",
    kind: "metrics",
    perBatch: steps * names.length,
    events: (n) => Array.from({ length: steps }, (_, i) => event(n * steps + i)),
  };
}

const tracesLoad: Load = {
  name: "traces, 16 a batch of 6 trace steps with 4 continuations each",
  unit: "traces",
  kind: "traces",
  perBatch: 16,
  events: (n) => Array.from({ length: 16 }, (_, i) => scoredTrace(n * 16 + i)),
};

function scoredTrace(n: number): object {
  const drawn = { text: "so the answer is 42", verdict: "right" as const, answer: "42", tokens: 12 };
  const continuations = Array.from({ length: 4 }, () => ({ ...drawn, finishReason: "stop" as const }));
  const counts = { requested: 4, returned: 4, successes: 2, truncated: 0, straddled: false };
  const traceSteps = Array.from({ length: 6 }, (_, i) => ({
    ...{ index: i + 1, text: { start: i * 200, end: i * 200 + 200 }, tokens: null, continuations },
    ...counts,
  }));
  const response = "think ".repeat(200);
  return trace(n + 1, { trainStep: Math.floor(n / 64), sampleIndex: n, response, traceSteps });
}

const throughService =
  (handle: DbHandle): Send =>
  async (attempt, batch) => {
    const from = { attemptId: attempt.attemptId, target: { runId: attempt.runId } };
    const { followUp } = await receiveBatch(handle.db, from, batch);
    runLater(followUp);
  };

const throughRoute: Send = async (attempt, batch) => {
  const request = new Request(`http://localhost/api/v1/runs/${attempt.runId}/events`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${attempt.token}` },
    body: JSON.stringify(batch),
  });
  const answer = await POST(request, { params: Promise.resolve({ id: attempt.runId }) });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
};

async function client(attempt: TestAttempt, load: Load, send: Send, until: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; performance.now() < until; n++) {
    const batch = batchOf(attempt.attemptId, load.kind, load.events(n));
    const startedAt = performance.now();
    await send(attempt, batch);
    times.push(performance.now() - startedAt);
  }
  return times;
}

async function measure(handle: DbHandle, load: Load, send: Send, clients: number, ms: number) {
  const attempts = await Promise.all(
    Array.from({ length: clients }, async () => makeAttempt(handle.db, await makeRun(handle.db))),
  );
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const times = (
    await Promise.all(attempts.map((attempt) => client(attempt, load, send, startedAt + ms)))
  ).flat();
  await followUpsDone();
  const seconds = (performance.now() - startedAt) / 1000;
  const units = times.length * load.perBatch;
  const { user, system } = process.cpuUsage(cpuBefore);
  return [
    Math.round(units / seconds).toLocaleString("en"),
    Math.min(...times).toFixed(1),
    quantile(times, 0.5).toFixed(1),
    quantile(times, 0.99).toFixed(1),
    ((user + system) / units).toFixed(1),
  ];
}

const ms = Number(process.argv[2] ?? 5) * 1000;
await withThrowawayDatabase(async (handle) => {
  setDbHandle(handle);
  const loads = [
    metricsLoad(100, NAMES.slice(0, 1)),
    metricsLoad(1, NAMES),
    metricsLoad(20, NAMES),
    tracesLoad,
  ];
  const ways: [string, Send][] = [
    ["service", throughService(handle)],
    ["route", throughRoute],
  ];
  const rows: string[][] = [];
  await measure(handle, metricsLoad(20, NAMES), throughRoute, 1, 1000); // warms up the compiler and the caches
  for (const load of loads)
    for (const [way, send] of ways)
      for (const clients of [1, 8]) {
        const [rate = "", ...times] = await measure(handle, load, send, clients, ms);
        rows.push([load.name, way, String(clients), `${rate} ${load.unit}`, ...times]);
      }
  console.log(`${machine()}; durable commits; compaction included\n`);
  console.log(
    table(
      ["load", "through", "clients", "per second", "batch best ms", "p50 ms", "p99 ms", "Node CPU µs each"],
      rows,
    ),
  );
});

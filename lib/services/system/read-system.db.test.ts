import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { attempts, systemSamples } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import type { SystemMetric, SystemQuery, SystemValues } from "@/lib/contracts";
import { ingestBatch } from "../ingest/ingest-batch";
import { parseBatch } from "../ingest/parse-batch";
import { batchOf } from "../ingest/testing/batches";
import { makeAttempt, makeRun, type TestAttempt } from "../ingest/testing/fixture";
import { readSystem } from "./read-system";

const BEGAN = Date.parse("2026-01-02T03:00:00.000Z");
const QUERY: SystemQuery = { buckets: 400 };
const GPU = { index: 1, name: "H100", utilization: 0.5, memoryBytes: 2e9, memoryTotalBytes: 8e10 };

describe("system metrics of a run", () => {
  const test = useTestDatabase();
  let attempt: TestAttempt;
  beforeEach(async () => {
    attempt = await makeAttempt(test.db, await makeRun(test.db));
    await test.db
      .update(attempts)
      .set({ startedAt: new Date(BEGAN) })
      .where(eq(attempts.id, attempt.attemptId));
  });

  const sample = (seq: number, seconds: number, values: SystemValues) => ({
    ...{ type: "system", seq, at: new Date(BEGAN + seconds * 1000).toISOString(), values },
  });
  const send = (events: object[], to = attempt) =>
    ingestBatch(test.db, parseBatch(batchOf(to.attemptId, "system", events)));
  const read = (query: Partial<SystemQuery> = {}) =>
    readSystem(test.db, { runId: attempt.runId }, { ...QUERY, ...query });
  const line = async (metric: SystemMetric, query?: Partial<SystemQuery>) =>
    (await read(query)).lines.find((one) => one.metric === metric)?.marks;

  it("keeps every sample once, however often it comes", async () => {
    const events = [sample(1, 5, { cpuCores: 1 }), sample(2, 10, {})];
    const { message } = await send(events);
    expect(message).toMatchObject({ type: "system", runId: attempt.runId, events: 2 });
    expect((await send(events)).answer).toMatchObject({ accepted: 0, duplicates: 2 });
    const stored = await test.db.select().from(systemSamples);
    expect(stored.map(({ seq, values }) => [seq, values])).toEqual([
      [1, { cpuCores: 1 }],
      [2, {}],
    ]);
  });

  it("stores names that Postgres refuses as they are", async () => {
    const gpu = { ...GPU, name: "\u0000bad", watts: null, celsius: null };
    await send([sample(1, 5, { gpus: [gpu] })]);
    expect((await read()).gpus).toEqual([
      { index: 1, name: expect.stringContaining("bad"), memoryTotalBytes: 8e10 },
    ]);
  });

  it("takes a system event in its own stream only", () => {
    const event = sample(1, 1, { cpuCores: 1 });
    expect(() => parseBatch(batchOf(attempt.attemptId, "metrics", [event]))).toThrow(/belong to the stream/);
  });

  it("gives least, mean and greatest of each stretch of time", async () => {
    await send([
      sample(1, 0, { cpuCores: 1 }),
      sample(2, 4, { cpuCores: 3 }),
      sample(3, 10, { cpuCores: 8 }),
    ]);
    expect(await line("cpuCores", { buckets: 2 })).toEqual([
      { x: 2000, count: 2, min: 1, mean: 2, max: 3 },
      { x: 10_000, count: 1, min: 8, mean: 8, max: 8 },
    ]);
    expect(await line("cpuCores", { from: 3000, to: 5000 })).toMatchObject([{ x: 4000, mean: 3 }]);
  });

  it("reads every n-th sample where there are many, and says so", async () => {
    await send(
      Array.from({ length: 40 }, (_, n) => sample(n + 1, n, { cpuCores: n, diskWrittenBytes: n * 10 })),
    );
    const { every, samples, lines } = await read({ buckets: 2 });
    expect([every, samples]).toEqual([5, 40]);
    expect(lines.find(({ metric }) => metric === "cpuCores")?.marks.map(({ count }) => count)).toEqual([
      4, 4,
    ]);
    // A rate over several samples is the same rate.
    expect(lines.find(({ metric }) => metric === "diskWritten")?.marks.map(({ mean }) => mean)).toEqual([
      10, 10,
    ]);
    expect((await read()).every).toBe(1);
  });

  it("makes rates of counters, none where one began anew", async () => {
    await send([
      sample(1, 0, { diskWrittenBytes: 1000 }),
      sample(2, 5, { diskWrittenBytes: 6000 }),
      sample(3, 10, { diskWrittenBytes: 200 }),
      sample(4, 20, { diskWrittenBytes: 300 }),
    ]);
    expect((await line("diskWritten"))?.map(({ x, mean }) => [x, mean])).toEqual([
      [5000, 1000],
      [20_000, 10],
    ]);
    // The rate at the beginning of a range counts from the sample before it.
    expect((await line("diskWritten", { from: 15_000 }))?.map(({ mean }) => mean)).toEqual([10]);
  });

  it("counts each attempt's counters for itself", async () => {
    const next = await makeAttempt(test.db, { ...attempt }, 2);
    await send([sample(1, 0, { networkSentBytes: 100 })]);
    await send([sample(1, 5, { networkSentBytes: 900 })], next);
    expect(await line("networkSent")).toBeUndefined();
  });

  it("leaves out what was not measured, and tells GPUs apart", async () => {
    const told = { ...GPU, watts: null, celsius: 40 };
    await send([
      sample(1, 0, { gpus: [told, { ...told, index: 3, utilization: null }], hostMemoryTotalBytes: 7 }),
      sample(2, 5, { hostMemoryTotalBytes: 9 }),
    ]);
    const { lines, gpus, hostMemoryTotalBytes, samples } = await read();
    expect(lines.map(({ metric, gpu }) => [metric, gpu])).toEqual([
      ["gpuCelsius", 1],
      ["gpuCelsius", 3],
      ["gpuMemoryBytes", 1],
      ["gpuMemoryBytes", 3],
      ["gpuUtilization", 1],
    ]);
    expect([gpus.length, hostMemoryTotalBytes, samples]).toEqual([2, 9, 2]);
  });

  it("answers for a run that never began, and for one without samples", async () => {
    const none = await makeRun(test.db);
    expect(await readSystem(test.db, { runId: none.runId }, QUERY)).toMatchObject({
      beganAt: null,
      lines: [],
    });
    expect(await read()).toMatchObject({ beganAt: new Date(BEGAN).toISOString(), samples: 0, to: 0 });
  });

  it("tells a job's alone", async () => {
    await send([sample(1, 1, { cpuCores: 1 })]);
    const own = await readSystem(test.db, { jobId: attempt.jobId }, QUERY);
    expect(own.lines).toHaveLength(1);
    expect(own.attempts).toMatchObject([{ attemptId: attempt.attemptId, from: 0, to: null }]);
  });
});

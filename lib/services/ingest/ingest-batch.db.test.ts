import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import {
  attempts,
  jobs,
  logLines,
  metricChunks,
  metricSeries,
  runEvents,
  runs,
  streams,
  traces,
} from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { decodePoints } from "@/lib/metrics/points";
import { ingestBatch } from "./ingest-batch";
import { parseBatch } from "./parse-batch";
import { batchOf, log, metrics, trace } from "./testing/batches";
import { makeAttempt, makeRun, type TestAttempt } from "./testing/fixture";

describe("ingestBatch", () => {
  const test = useTestDatabase();
  let attempt: TestAttempt;
  beforeEach(async () => {
    attempt = await makeAttempt(test.db, await makeRun(test.db));
  });

  const send = async (kind: Parameters<typeof batchOf>[1], events: object[]) =>
    (await ingestBatch(test.db, parseBatch(batchOf(attempt.attemptId, kind, events)))).answer;
  const logTexts = async () => {
    const rows = await test.db.select().from(logLines).where(eq(logLines.attemptId, attempt.attemptId));
    return rows.sort((a, b) => a.seq - b.seq).map((row) => row.text);
  };
  const pointsOf = async (name: string) => {
    const rows = await test.db
      .select({ points: metricChunks.points })
      .from(metricChunks)
      .innerJoin(metricSeries, eq(metricSeries.id, metricChunks.seriesId))
      .where(eq(metricSeries.attemptId, attempt.attemptId));
    return name ? rows.flatMap((row) => (row.points ? decodePoints(row.points) : [])) : [];
  };

  it("stores a batch once however often it comes", async () => {
    const events = [log(1, "a"), log(2, "b")];
    expect(await send("logs", events)).toEqual({ accepted: 2, duplicates: 0, stop: false });
    expect(await send("logs", events)).toEqual({ accepted: 0, duplicates: 2, stop: false });
    expect(await logTexts()).toEqual(["a", "b"]);
  });

  it("takes what is new of overlapping batches, with gaps and out of order", async () => {
    await send("logs", [log(5, "e"), log(6, "f")]);
    await send("logs", [log(1, "a"), log(5, "other"), log(9, "i")]);
    expect(await send("logs", [log(9, "x"), log(2, "b")])).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await logTexts()).toEqual(["a", "b", "e", "f", "i"]);
    const [stream] = await test.db.select().from(streams).where(eq(streams.attemptId, attempt.attemptId));
    expect(stream?.received).toBe("{[1,3),[5,7),[9,10)}");
  });

  it("stores a batch once that comes over many connections at the same time", async () => {
    const events = Array.from({ length: 20 }, (_, i) => metrics(i + 1, i, { "reward/mean": i }));
    const answers = await Promise.all(Array.from({ length: 6 }, () => send("metrics", events)));
    expect(answers.map((a) => a.accepted).sort((a, b) => b - a)).toEqual([20, 0, 0, 0, 0, 0]);
    expect(await pointsOf("reward/mean")).toHaveLength(20);
  });

  it("keeps NaN and infinities as what they are", async () => {
    await send("metrics", [
      metrics(1, 1, { x: "NaN" }),
      metrics(2, 2, { x: "-Infinity" }),
      metrics(3, 3, { x: 0.5 }),
      metrics(4, 4, { x: "Infinity" }),
    ]);
    expect((await pointsOf("x")).map((p) => p.value)).toEqual([Number.NaN, -Infinity, 0.5, Infinity]);
    const [series] = await test.db
      .select()
      .from(metricSeries)
      .where(eq(metricSeries.attemptId, attempt.attemptId));
    expect(series).toMatchObject({ points: 4, firstTrainStep: 1, lastTrainStep: 4, lastValue: Infinity });
  });

  it("leaves nothing behind when an event of the batch cannot be stored", async () => {
    const tooDeep = { type: "odd", seq: 2, at: "2026-01-02T03:04:05Z", body: 1 };
    await test.sql`alter table run_events add constraint refuse check (type <> 'odd') not valid`;
    try {
      await expect(send("traces", [trace(1), tooDeep])).rejects.toThrow();
    } finally {
      await test.sql`alter table run_events drop constraint refuse`;
    }
    expect(await test.db.select().from(traces).where(eq(traces.attemptId, attempt.attemptId))).toEqual([]);
    expect(await test.db.select().from(streams).where(eq(streams.attemptId, attempt.attemptId))).toEqual([]);
    expect(await send("traces", [trace(1), tooDeep])).toMatchObject({ accepted: 2 });
  });

  it("keeps kinds of events that it does not know as they are", async () => {
    await send("status", [
      { type: "gpu-temperature", seq: 1, at: "2026-01-02T03:04:05+02:00", celsius: [70, 71] },
    ]);
    const [event] = await test.db.select().from(runEvents).where(eq(runEvents.attemptId, attempt.attemptId));
    expect(event).toMatchObject({ type: "gpu-temperature", seq: 1, body: { celsius: [70, 71] } });
    expect(event?.at).toEqual(new Date("2026-01-02T01:04:05Z"));
  });

  it("tells a superseded attempt to stop, keeps its events, and leaves the run as its successor has it", async () => {
    await send("metrics", [metrics(1, 50, { x: 1 })]);
    const { attemptId } = attempt;
    await test.db.update(attempts).set({ supersededAt: new Date() }).where(eq(attempts.id, attemptId));
    const artifact = { path: "/out/51", checkpointId: null, files: [] };
    expect(await send("metrics", [metrics(2, 51, { x: 1 })])).toEqual({
      accepted: 1,
      duplicates: 0,
      stop: true,
    });
    await send("status", [
      {
        type: "artifact",
        seq: 1,
        at: "2026-01-02T03:04:05Z",
        kind: "checkpoint",
        artifact,
        trainStep: 51,
        final: true,
        bytes: 1,
      },
    ]);
    const [run] = await test.db.select().from(runs).where(eq(runs.id, attempt.runId));
    const [job] = await test.db.select().from(jobs).where(eq(jobs.id, attempt.jobId));
    expect(run?.lastTrainStep).toBe(50);
    expect(job?.output).toBeNull();
    expect(await pointsOf("x")).toHaveLength(2);
  });

  it("tells an attempt to stop whose job is to be cancelled", async () => {
    await test.db.update(jobs).set({ cancelRequestedAt: new Date() }).where(eq(jobs.id, attempt.jobId));
    expect(await send("logs", [log(1, "a")])).toMatchObject({ stop: true });
  });

  it("refuses an attempt that does not exist", async () => {
    const batch = parseBatch(batchOf("att_00000000", "logs", [log(1, "a")]));
    await expect(ingestBatch(test.db, batch)).rejects.toMatchObject({ code: "not-found" });
  });
});

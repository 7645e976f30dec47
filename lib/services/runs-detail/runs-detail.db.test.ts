import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { LINE_CUT } from "@/db/queries/run-detail-log";
import { attempts, jobs, runEvents, runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { runDetail, runHistory, runLog, runLogQuery, type StreamKind } from "@/lib/contracts";
import { receiveBatch } from "../ingest/receive-batch";
import { AT, batchOf, log, metrics } from "../ingest/testing/batches";
import { makeAttempt, makeRun, type TestAttempt } from "../ingest/testing/fixture";
import { getRun } from "./get-run";
import { readHistory, readLog } from "./read-log";

describe("what the page of a run reads", () => {
  const test = useTestDatabase();
  let attempt: TestAttempt;
  beforeEach(async () => {
    attempt = await makeAttempt(test.db, await makeRun(test.db));
  });

  async function send(to: TestAttempt, kind: StreamKind, events: object[]): Promise<void> {
    const place = { attemptId: to.attemptId, target: { runId: to.runId } };
    await receiveBatch(test.db, place, batchOf(to.attemptId, kind, events));
  }

  const progress = (tokens: number, activeMs: number) => ({
    ...{ responseTokens: tokens, continuationTokens: 2 * tokens, activeMs, gpuMs: 0 },
  });

  describe("the detail of a run", () => {
    const detail = async () => runDetail.parse(await getRun(test.db, attempt.runId));

    it("is null for an id that is none", async () => {
      expect(await getRun(test.db, "run_00000000")).toBeNull();
    });

    it("answers for a run that has logged nothing", async () => {
      const { cost, msPerTrainStep, phase, attempts: tries, checkpoints } = await detail();
      expect([cost, msPerTrainStep, phase, checkpoints]).toEqual([null, null, null, []]);
      expect(tries.map((a) => [a.number, a.firstTrainStep])).toEqual([[1, null]]);
    });

    it("counts all that was spent, train steps that were run again included", async () => {
      const steps = [1, 2, 3, 4];
      await send(
        attempt,
        "metrics",
        steps.map((step) => metrics(step, step, { "reward/mean": 1 }, progress(10 * step, 100 * step))),
      );
      // The second attempt goes on from the checkpoint at train step 2, so 3 and 4 are run again.
      await test.db
        .update(attempts)
        .set({ supersededAt: new Date() })
        .where(eq(attempts.id, attempt.attemptId));
      const second = await makeAttempt(test.db, attempt, 2);
      await send(second, "metrics", [metrics(1, 3, { "reward/mean": 1 }, progress(7, 70))]);
      const { cost, attempts: tries } = await detail();
      expect(cost).toEqual({ tokens: 3 * 40 + 3 * 7, activeMs: 400 + 70 });
      expect(tries.map((a) => [a.firstTrainStep, a.lastTrainStep, a.superseded])).toEqual([
        [1, 4, true],
        [3, 3, false],
      ]);
    });

    it("tells the pace of the latest train steps", async () => {
      const at = (second: number) => `2026-01-02T03:04:${String(second).padStart(2, "0")}.000Z`;
      const events = [0, 1, 2].map((i) => ({
        ...metrics(i + 1, 10 + i, { "reward/mean": 1 }, progress(1, 1)),
        at: at(3 * i),
      }));
      await send(attempt, "metrics", events);
      expect((await detail()).msPerTrainStep).toBeCloseTo(3000, 6);
    });

    it("says what the trainer does, until its attempt has ended", async () => {
      const phase = {
        type: "phase",
        seq: 1,
        at: AT,
        phase: "probe",
        message: "12 prompts",
        done: 3,
        total: 12,
      };
      await send(attempt, "status", [phase]);
      expect((await detail()).phase).toMatchObject({
        name: "probe",
        message: "12 prompts",
        done: 3,
        total: 12,
      });
      await test.db.update(attempts).set({ endedAt: new Date() }).where(eq(attempts.id, attempt.attemptId));
      expect((await detail()).phase).toBeNull();
    });

    it("lists checkpoints with their files, the latest first", async () => {
      const files = [{ path: "model.safetensors", bytes: 5, sha256: "a".repeat(64) }];
      const made = (seq: number, trainStep: number) => ({
        ...{
          type: "artifact",
          seq,
          at: AT,
          kind: "checkpoint",
          trainStep,
          final: trainStep === 20,
          bytes: 5,
        },
        artifact: { path: `/data/${trainStep}`, files },
        summary: { accuracy: 0.4 },
      });
      await send(attempt, "status", [made(1, 10), made(2, 20)]);
      const { checkpoints } = await detail();
      expect(checkpoints.map((c) => [c.trainStep, c.final, c.path, c.fileCount])).toEqual([
        [20, true, "/data/20", 1],
        [10, false, "/data/10", 1],
      ]);
      expect(checkpoints[0]?.files).toEqual(files);
    });

    it("names the warm-up it starts from and the other runs of its ablation", async () => {
      const warmUp = { id: "run_warmup0000", ablationId: attempt.ablationId, seed: 1, stage: "sft" as const };
      await test.db
        .insert(runs)
        .values({ ...warmUp, name: "warm-up", config: {}, plannedTrainSteps: 9, codeVersion: "test" })
        .onConflictDoNothing();
      await test.db.update(runs).set({ parentRunId: warmUp.id }).where(eq(runs.id, attempt.runId));
      const { parent, siblings, jobs: own } = await detail();
      expect(parent).toMatchObject({ id: warmUp.id, name: "warm-up" });
      expect(siblings.map((s) => s.id)).toEqual([warmUp.id]);
      expect(own.map((job) => [job.kind, job.attempts])).toEqual([["grpo", 1]]);
      await test.db.delete(runs).where(eq(runs.id, warmUp.id));
    });
  });

  describe("the log of a run", () => {
    const read = async (query: object = {}) =>
      runLog.parse(await readLog(test.db, attempt.runId, runLogQuery.parse(query)));
    const texts = async (query: object = {}) => (await read(query)).lines.map((line) => line.text);
    const lines = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => log(from + i, `line ${from + i}`));

    it("gives its end first, and pages before and after a line without a gap", async () => {
      await send(attempt, "logs", lines(1, 7));
      const end = await read({ limit: 3 });
      expect([end.lines.map((l) => l.text), end.more]).toEqual([["line 5", "line 6", "line 7"], true]);
      const before = await read({ before: end.lines[0]?.id, limit: 4 });
      expect([before.lines.map((l) => l.text), before.more]).toEqual([
        ["line 1", "line 2", "line 3", "line 4"],
        false,
      ]);
      const after = await read({ after: before.lines[0]?.id, limit: 2 });
      expect([after.lines.map((l) => l.text), after.more]).toEqual([["line 2", "line 3"], true]);
    });

    it("finds text in any case, with wildcards as themselves", async () => {
      await send(attempt, "logs", [log(1, "Loss 100% up"), log(2, "loss 100 up"), log(3, "other")]);
      expect(await texts({ q: "LOSS" })).toEqual(["Loss 100% up", "loss 100 up"]);
      expect(await texts({ q: "100%" })).toEqual(["Loss 100% up"]);
    });

    it("filters by how grave a line is and by its source", async () => {
      const odd = (seq: number, level: string, source: string) => ({ ...log(seq, level), level, source });
      await send(attempt, "logs", [
        odd(1, "debug", "trainer"),
        odd(2, "warn", "stderr"),
        odd(3, "error", "trainer"),
      ]);
      expect(await texts({ level: "warn" })).toEqual(["warn", "error"]);
      expect(await texts({ source: "trainer" })).toEqual(["debug", "error"]);
    });

    it("cuts long lines, says how long they are, and gives all of one on request", async () => {
      await send(attempt, "logs", [log(1, "x".repeat(LINE_CUT + 10))]);
      const [line] = (await read()).lines;
      expect([line?.text.length, line?.length]).toEqual([LINE_CUT, LINE_CUT + 10]);
      const [whole] = (await read({ whole: "true" })).lines;
      expect(whole?.text.length).toBe(LINE_CUT + 10);
    });

    it("gives back what Postgres could not store as it was", async () => {
      await send(attempt, "logs", [log(1, "a\u0000\\b\ud800")]);
      expect(await texts()).toEqual(["a\u0000\\b\ud800"]);
    });

    it("holds only its own lines", async () => {
      const other = await makeAttempt(test.db, await makeRun(test.db));
      await send(other, "logs", [log(1, "not here")]);
      expect(await texts()).toEqual([]);
    });
  });

  describe("the history of a run", () => {
    const read = async (page: { before?: number; limit: number }) =>
      runHistory.parse(await readHistory(test.db, attempt.runId, page));

    it("is newest first and pages by id", async () => {
      const phases = [1, 2, 3].map((seq) => ({ type: "phase", seq, at: AT, phase: `p${seq}` }));
      await send(attempt, "status", phases);
      const first = await read({ limit: 2 });
      expect([first.events.map((e) => e.body.phase), first.more]).toEqual([["p3", "p2"], true]);
      const rest = await read({ before: first.events[1]?.id ?? 0, limit: 2 });
      expect([rest.events.map((e) => e.body.phase), rest.more]).toEqual([["p1"], false]);
    });

    it("tells a refused batch with its reason, and counts it on the run", async () => {
      await expect(send(attempt, "metrics", [{ type: "metrics", seq: 1 }])).rejects.toThrow();
      const { events } = await read({ limit: 10 });
      expect(events[0]).toMatchObject({
        type: "batch-refused",
        attemptNumber: 1,
        body: { stream: `${attempt.attemptId}/metrics` },
      });
      expect((await getRun(test.db, attempt.runId))?.refusedBatches).toBe(1);
    });

    it("shows kinds it does not know as they were sent, odd characters included", async () => {
      await send(attempt, "status", [{ type: "gpu", seq: 1, at: AT, "key\u0000": ["\ud800"] }]);
      const { events } = await read({ limit: 1 });
      expect(events[0]?.body).toEqual({ "key\u0000": ["\ud800"] });
    });

    it("tells what happened to its evaluation too", async () => {
      const evaluation = { id: "job_evaluate00", ablationId: attempt.ablationId, kind: "evaluate" as const };
      await test.db.insert(jobs).values({ ...evaluation, runId: attempt.runId, name: "evaluation", seed: 1 });
      await test.db.insert(runEvents).values({
        ...{ runId: attempt.runId, jobId: evaluation.id, attemptId: null, seq: null, type: "status" },
        ...{ at: new Date(AT), body: { from: "queued", to: "skipped", reason: "" } },
      });
      expect((await read({ limit: 1 })).events[0]).toMatchObject({
        jobKind: "evaluate",
        attemptNumber: null,
      });
    });
  });
});

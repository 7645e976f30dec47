import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import {
  benchmarks,
  checkpoints,
  continuations,
  evaluationItems,
  evaluations,
  jobs,
  logLines,
  prompts,
  runEvents,
  runs,
  solvabilityCells,
  tokenScores,
  traceSteps,
  traces,
  trainStepProgress,
} from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import type { StreamKind } from "@/lib/contracts";
import { unescapeText } from "@/lib/domain/stored-text";
import { ingestBatch } from "./ingest-batch";
import { parseBatch } from "./parse-batch";
import {
  AT,
  batchOf,
  evaluation,
  evaluationItemOf,
  log,
  metrics,
  trace,
  traceRecordOf,
} from "./testing/batches";
import { makeAttempt, makeRun, type TestAttempt } from "./testing/fixture";

describe("what a batch stores", () => {
  const test = useTestDatabase();
  let attempt: TestAttempt;
  beforeEach(async () => {
    attempt = await makeAttempt(test.db, await makeRun(test.db));
  });

  const sendAs = (to: TestAttempt, kind: StreamKind, events: object[]) =>
    ingestBatch(test.db, parseBatch(batchOf(to.attemptId, kind, events)));
  const send = (kind: StreamKind, events: object[]) => sendAs(attempt, kind, events);
  const storedTraces = () =>
    test.db.select().from(traces).where(eq(traces.runId, attempt.runId)).orderBy(traces.seq);

  it("keeps a trace with its steps, continuations and prompt", async () => {
    await send("traces", [
      trace(1, { groupAdvantage: "NaN", group: { id: "g", mean: 1, sd: null, n: 1, size: 4 } }),
    ]);
    const [stored] = await storedTraces();
    expect(stored).toMatchObject({
      groupAdvantage: Number.NaN,
      groupId: "g",
      groupSize: 4,
      reward: null,
      stepCount: 3,
    });
    const steps = await test.db
      .select()
      .from(traceSteps)
      .where(eq(traceSteps.traceId, stored?.id ?? ""));
    expect(steps.map((s) => [s.index, s.requested, s.returned, s.successes, s.tokenEnd])).toEqual([
      [1, 2, 2, 1, 1],
      [2, 2, 0, 0, null],
      [3, 0, 0, 0, null],
    ]);
    const drawn = await test.db
      .select()
      .from(continuations)
      .where(eq(continuations.traceId, stored?.id ?? ""));
    expect(drawn.map((c) => [c.traceStep, c.index, c.verdict])).toEqual([
      [1, 0, "right"],
      [1, 1, "wrong"],
    ]);
    const [prompt] = await test.db
      .select()
      .from(prompts)
      .where(eq(prompts.id, stored?.promptId ?? ""));
    expect(prompt).toMatchObject({ key: "q1", messages: [{ role: "user", content: "2+2?" }], answer: "4" });
  });

  it("adds up heatmap cells, each trace once, missing and not scored apart from failed", async () => {
    await send("traces", [trace(1), trace(2, { sampleIndex: 1 })]);
    await send("traces", [trace(2, { sampleIndex: 1 }), trace(3, { sampleIndex: 2 }), trace(4)]);
    const cells = await test.db
      .select()
      .from(solvabilityCells)
      .where(eq(solvabilityCells.runId, attempt.runId))
      .orderBy(asc(solvabilityCells.traceStep));
    expect(cells.map((c) => [c.scored, c.missing, c.notScored, c.sumC, c.sumC2, c.successes])).toEqual([
      [3, 0, 0, 1.5, 0.75, 3],
      [0, 3, 0, 0, 0, 0],
      [0, 0, 3, 0, 0, 0],
    ]);
    expect(await storedTraces()).toHaveLength(3);
  });

  it("shares a prompt between runs that log it at the same time", async () => {
    const others = await Promise.all(
      Array.from({ length: 4 }, async () => makeAttempt(test.db, await makeRun(test.db))),
    );
    const asked = (content: string) => ({ ...traceRecordOf().prompt, messages: [{ role: "user", content }] });
    const events = (order: number[]) => order.map((n, i) => trace(i + 1, { prompt: asked(`shared ${n}`) }));
    await Promise.all(others.map((to, i) => sendAs(to, "traces", events(i % 2 ? [1, 2, 3] : [3, 2, 1]))));
    const all = await test.db.select({ messages: prompts.messages }).from(prompts);
    expect(all.filter(({ messages }) => messages[0]?.content.startsWith("shared"))).toHaveLength(3);
  });

  it("stores text that Postgres refuses, flags it, and moves the spans with it", async () => {
    const response = "\\a\u0000b\ud800😀 c";
    await send("traces", [
      trace(1, {
        response,
        traceSteps: [
          { ...step(1), text: { start: 1, end: 4 } },
          { ...step(2), text: { start: 4, end: 8 } },
        ],
      }),
    ]);
    const [stored] = await storedTraces();
    expect(stored).toMatchObject({ textEscaped: true });
    expect(unescapeText(stored?.response ?? "")).toBe(response);
    const steps = await test.db
      .select()
      .from(traceSteps)
      .where(eq(traceSteps.traceId, stored?.id ?? ""));
    const cut = steps.map((s) => [...(stored?.response ?? "")].slice(s.textStart, s.textEnd).join(""));
    expect(cut.map(unescapeText)).toEqual(["a\u0000b", "\ud800😀 c"]);
    await send("logs", [log(1, "\u0000\ud83d"), log(2, "back\\slash")]);
    const lines = await test.db
      .select()
      .from(logLines)
      .where(eq(logLines.runId, attempt.runId))
      .orderBy(logLines.seq);
    expect(lines.map((line) => [line.text, line.textEscaped])).toEqual([
      ["\\u0000\\ud83d", true],
      ["back\\slash", false],
    ]);
    await send("status", [{ type: "odd\ud800", seq: 1, at: AT, "key\u0000": ["\u0000"] }]);
    const [event] = await test.db.select().from(runEvents).where(eq(runEvents.runId, attempt.runId));
    expect(event).toMatchObject({
      type: "odd\\ud800",
      textEscaped: true,
      body: { "key\\u0000": ["\\u0000"] },
    });
  });

  it("keeps what was logged for tokens, once, in code points of the stored text", async () => {
    const scores = { ends: [1, 2], logprobs: [-0.5, -2], entropies: null };
    const told = { response: "\u0000b", traceSteps: [], tokenScores: scores };
    await send("traces", [trace(1, told), trace(2, { sampleIndex: 1 })]);
    await send("traces", [trace(1, told)]);
    const [first] = await storedTraces();
    const rows = await test.db.select().from(tokenScores);
    // U+0000 is stored as an escape, and the ends move with it.
    const length = first?.response.length ?? 0;
    expect(length).toBeGreaterThan(2);
    expect(rows).toEqual([{ traceId: first?.id, ...scores, ends: [length - 1, length] }]);
  });
  it("refuses token scores of unlike lengths, naming the field", () => {
    const told = { tokenScores: { ends: [1, 2], logprobs: [-1], entropies: null } };
    expect(() => parseBatch(batchOf(attempt.attemptId, "traces", [trace(1, told)]))).toThrow(/tokenScores/);
  });
  it("keeps 200 KB in one step, and script as the text that it is", async () => {
    const response = `<script>alert(1)</script>${"é😀".repeat(50_000)}`;
    const text = { start: 0, end: [...response].length };
    await send("traces", [trace(1, { response, traceSteps: [{ ...step(1), text }] })]);
    expect(await storedTraces()).toMatchObject([{ response, textEscaped: false }]);
  });

  it("counts evaluation items as they come, each question and decode once", async () => {
    const items = [
      evaluationItemOf("q1"),
      evaluationItemOf("q2", { correct: false }),
      evaluationItemOf("q3", { correct: null, answer: null }),
    ];
    await send("evaluations", [evaluation(1, items.slice(0, 2))]);
    await send("evaluations", [evaluation(1, items.slice(0, 2)), evaluation(2, items.slice(1))]);
    const [open] = await test.db.select().from(evaluations).where(eq(evaluations.runId, attempt.runId));
    expect(open).toMatchObject({ items: 3, correct: 1, ungraded: 1, completedAt: null, trainStep: 3 });
    await send("evaluations", [evaluation(3, [], true)]);
    const [done] = await test.db.select().from(evaluations).where(eq(evaluations.runId, attempt.runId));
    expect(done?.completedAt).toEqual(new Date(AT));
    expect(
      await test.db
        .select()
        .from(evaluationItems)
        .where(eq(evaluationItems.evaluationId, done?.id ?? "")),
    ).toHaveLength(3);
    const other = await makeAttempt(test.db, await makeRun(test.db));
    await sendAs(other, "evaluations", [evaluation(1, items)]);
    expect(await test.db.select().from(benchmarks).where(eq(benchmarks.key, "b"))).toHaveLength(1);
  });

  it("makes a final checkpoint the job's output and the evaluation's checkpoint", async () => {
    const artifact = { path: "/out/checkpoint-3", checkpointId: null, files: [] };
    const event = { type: "artifact", at: AT, kind: "checkpoint", artifact, trainStep: 3, bytes: 5 };
    await send("status", [{ ...event, seq: 1, final: false }]);
    const [before] = await test.db.select().from(jobs).where(eq(jobs.id, attempt.jobId));
    expect(before?.output).toBeNull();
    await send("status", [{ ...event, seq: 2, final: true }]);
    const [checkpoint, ...more] = await test.db
      .select()
      .from(checkpoints)
      .where(eq(checkpoints.runId, attempt.runId));
    expect(more).toEqual([]);
    expect(checkpoint).toMatchObject({ final: true, trainStep: 3, bytes: 5 });
    const [job] = await test.db.select().from(jobs).where(eq(jobs.id, attempt.jobId));
    expect(job?.output).toEqual({ artifact: { ...artifact, checkpointId: checkpoint?.id }, trainStep: 3 });
    await send("evaluations", [evaluation(1, [])]);
    const [made] = await test.db.select().from(evaluations).where(eq(evaluations.runId, attempt.runId));
    expect(made?.checkpointId).toBe(checkpoint?.id);
  });

  it("brings the run's row up to date", async () => {
    await send("status", [
      { type: "environment", seq: 1, at: AT, facts: { torch: "2.13", modelId: "tiny" } },
    ]);
    await send("status", [{ type: "environment", seq: 2, at: AT, facts: { device: "cpu" } }]);
    const spent = {
      responseTokens: 3_000_000_000 - 1_000_000_000,
      continuationTokens: 7,
      activeMs: 9,
      gpuMs: 0,
    };
    await send("metrics", [metrics(1, 4, { x: 1 }, spent), metrics(2, 3, { x: 1 })]);
    const [run] = await test.db.select().from(runs).where(eq(runs.id, attempt.runId));
    expect(run).toMatchObject({
      ...{
        environment: { torch: "2.13", modelId: "tiny", device: "cpu" },
        modelId: "tiny",
        lastTrainStep: 4,
      },
    });
    const progress = await test.db
      .select()
      .from(trainStepProgress)
      .where(eq(trainStepProgress.runId, attempt.runId));
    expect(progress).toMatchObject([{ trainStep: 4, continuationTokens: 7 }]);
  });

  it("follows the live attempt where a resume took the run back", async () => {
    await send("metrics", [metrics(1, 80, { x: 1 })]);
    const second = await makeAttempt(test.db, attempt, 2);
    await sendAs(second, "metrics", [metrics(1, 51, { x: 1 })]);
    const [run] = await test.db.select().from(runs).where(eq(runs.id, attempt.runId));
    expect(run?.lastTrainStep).toBe(51);
  });

  it("keeps the metrics of a job without a run as plain events, and takes its traces as output", async () => {
    const rewriting = await makeAttempt(test.db, await makeRun(test.db, "rewrite"), 1, false);
    await sendAs(rewriting, "metrics", [metrics(1, 0, { "rewrite/kept": "NaN" })]);
    const artifact = { path: "/out/traces", checkpointId: null, files: [] };
    const done = {
      type: "artifact",
      seq: 1,
      at: AT,
      kind: "traces",
      artifact,
      trainStep: 0,
      bytes: 5,
      final: true,
    };
    await sendAs(rewriting, "status", [done]);
    const events = await test.db.select().from(runEvents).where(eq(runEvents.jobId, rewriting.jobId));
    expect(events.map(({ type, runId }) => [type, runId])).toEqual([
      ["metrics", null],
      ["artifact", null],
    ]);
    const [job] = await test.db.select().from(jobs).where(eq(jobs.id, rewriting.jobId));
    expect(job?.output).toEqual({ artifact, trainStep: 0 });
  });
});

function step(index: number) {
  const counts = { requested: 0, returned: 0, successes: 0, truncated: 0 };
  return { index, text: { start: 0, end: 0 }, tokens: null, straddled: false, ...counts, continuations: [] };
}

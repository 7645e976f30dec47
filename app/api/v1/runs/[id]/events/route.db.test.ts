import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { eventBatchAnswer, problem } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { followUpsDone } from "@/lib/services/ingest/follow-ups";
import { batchOf, log, metrics, trace } from "@/lib/services/ingest/testing/batches";
import { makeAttempt, makeRun, type TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { POST as POST_JOB } from "../../../jobs/[id]/events/route";
import { POST } from "./route";

describe("POST /api/v1/runs/{id}/events", () => {
  const test = useTestDatabase();
  let attempt: TestAttempt;
  beforeAll(() => setDbHandle(test));
  afterAll(async () => {
    await followUpsDone();
    setDbHandle(undefined);
  });
  beforeEach(async () => {
    attempt = await makeAttempt(test.db, await makeRun(test.db));
  });

  interface Sent {
    body: BodyInit;
    token?: string | null;
    runId?: string;
    headers?: Record<string, string>;
  }
  async function post({ body, token = attempt.token, runId = attempt.runId, headers = {} }: Sent) {
    const auth: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    const request = new Request(`http://localhost/api/v1/runs/${runId}/events`, {
      method: "POST",
      headers: { "content-type": "application/json", ...auth, ...headers },
      body,
    });
    return POST(request, { params: Promise.resolve({ id: runId }) });
  }
  const logsBatch = (events: object[] = [log(1, "a")]) =>
    JSON.stringify(batchOf(attempt.attemptId, "logs", events));
  const stored = async () => [
    ...(await test.sql`select text from log_lines where attempt_id = ${attempt.attemptId}`),
  ];
  const fieldsOf = async (answer: Response) =>
    problem.parse(await answer.json()).fields.map((field) => field.path);

  it("stores a batch and gives a replay the same shape of answer", async () => {
    const first = await post({ body: logsBatch() });
    expect([first.status, eventBatchAnswer.parse(await first.json())]).toEqual([
      200,
      { accepted: 1, duplicates: 0, stop: false },
    ]);
    expect(await (await post({ body: logsBatch() })).json()).toEqual({
      accepted: 0,
      duplicates: 1,
      stop: false,
    });
    expect(await stored()).toHaveLength(1);
  });

  it("reads gzip", async () => {
    const answer = await post({ body: gzipSync(logsBatch()), headers: { "content-encoding": "gzip" } });
    expect(answer.status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });

  it("refuses what is not valid, names the fields, writes nothing, and shows the refusal on the run", async () => {
    const events = [
      log(1, "fine"),
      { ...log(2, "x"), level: "loud", colour: "red" },
      { type: "later", at: "now" },
    ];
    const answer = await post({ body: logsBatch(events) });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect((await fieldsOf(answer)).sort()).toEqual([
      ...["events.1.colour", "events.1.level", "events.2.at", "events.2.seq"],
    ]);
    expect(await stored()).toEqual([]);
    const kept =
      await test.sql`select type, attempt_id, body from run_events where run_id = ${attempt.runId}`;
    expect(kept).toMatchObject([
      { type: "batch-refused", attempt_id: attempt.attemptId, body: { stream: `${attempt.attemptId}/logs` } },
    ]);
    expect((await post({ body: logsBatch([log(1, "fine"), log(2, "x")]) })).status).toBe(200);
  });

  it.each([
    ["a trace step told twice", "traces", () => [twoSteps()], ["events.0.trace.traceSteps.1.index"]],
    ["more successes than returned", "traces", () => [tooGood()], ["events.0.trace.traceSteps.0.successes"]],
    ["an event of another stream", "logs", () => [metrics(1, 1, { x: 1 })], ["events.0.type"]],
    ["a sequence number told twice", "logs", () => [log(3, "a"), log(3, "b")], ["events.1.seq"]],
    ["a number that is none", "metrics", () => [metrics(1, 1, { x: "nan" as "NaN" })], ["events.0.values.x"]],
    ["an absurd train step", "metrics", () => [metrics(1, 3e9, { x: 1 })], ["events.0.trainStep"]],
    ["a missing type", "logs", () => [{ seq: 1, at: "2026-01-01T00:00:00Z" }], ["events.0.type"]],
    ["no events", "logs", () => [], ["events"]],
  ] as const)("names the field of %s", async (_, kind, events, fields) => {
    const answer = await post({ body: JSON.stringify(batchOf(attempt.attemptId, kind, events())) });
    expect(answer.status).toBe(400);
    expect(await fieldsOf(answer)).toEqual(fields);
  });

  it("names unknown fields and wrong versions of the batch itself", async () => {
    const batch = { ...batchOf(attempt.attemptId, "logs", [log(1, "a")]), schemaVersion: 2, extra: 1 };
    const answer = await post({ body: JSON.stringify(batch) });
    expect((await fieldsOf(answer)).sort()).toEqual(["extra", "schemaVersion"]);
  });

  it("refuses a body that is no JSON, or damaged gzip", async () => {
    expect((await post({ body: "{" })).status).toBe(400);
    const cut = gzipSync(logsBatch()).subarray(0, 40);
    expect((await post({ body: cut, headers: { "content-encoding": "gzip" } })).status).toBe(400);
  });

  it("refuses a body over the limit, packed or not, and a bomb", async () => {
    expect((await post({ body: "x".repeat(8_000_001) })).status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(40_000_000, 32));
    expect((await post({ body: bomb, headers: { "content-encoding": "gzip" } })).status).toBe(413);
    expect(await stored()).toEqual([]);
  });

  it("refuses without a token, with an unknown one, and with a revoked one", async () => {
    expect((await post({ body: logsBatch(), token: null })).status).toBe(401);
    expect((await post({ body: logsBatch(), token: "swr_unknown" })).status).toBe(401);
    await test.sql`update tokens set revoked_at = now() where subject = ${attempt.attemptId}`;
    expect((await post({ body: logsBatch() })).status).toBe(401);
    expect(await stored()).toEqual([]);
  });

  it("lets a token write its own attempt of its own run, and nothing else", async () => {
    const other = await makeAttempt(test.db, await makeRun(test.db));
    expect((await post({ body: logsBatch(), token: other.token })).status).toBe(403);
    expect((await post({ body: logsBatch(), runId: other.runId })).status).toBe(403);
    const notValid = JSON.stringify({ ...batchOf(other.attemptId, "logs", []), extra: 1 });
    expect((await post({ body: notValid, token: other.token })).status).toBe(403);
    expect([...(await test.sql`select 1 from run_events where run_id = ${attempt.runId}`)]).toEqual([]);
    const successor = await makeAttempt(test.db, attempt, 2);
    expect((await post({ body: logsBatch(), token: successor.token })).status).toBe(403);
    expect(await stored()).toEqual([]);
  });

  it("takes the events of a job without a run at the job's address", async () => {
    const rewriting = await makeAttempt(test.db, await makeRun(test.db, "rewrite"), 1, false);
    const send = (id: string) =>
      POST_JOB(
        new Request(`http://localhost/api/v1/jobs/${id}/events`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${rewriting.token}` },
          body: JSON.stringify(batchOf(rewriting.attemptId, "logs", [log(1, "a")])),
        }),
        { params: Promise.resolve({ id }) },
      );
    expect((await send(rewriting.jobId)).status).toBe(200);
    expect((await send(attempt.jobId)).status).toBe(403);
  });

  it("compacts after it has answered", async () => {
    for (let batch = 0; batch < 70; batch++) {
      const body = JSON.stringify(
        batchOf(attempt.attemptId, "metrics", [metrics(batch + 1, batch, { x: batch })]),
      );
      expect((await post({ body })).status).toBe(200);
    }
    await followUpsDone();
    const rows = await test.sql<{ level: number }[]>`select level from metric_chunks`;
    expect(rows.filter(({ level }) => level === 0).length).toBeLessThan(64);
    expect(rows.some(({ level }) => level > 0)).toBe(true);
  });

  function twoSteps() {
    const event = trace(1);
    const steps = event.trace.traceSteps.map((step) => ({ ...step, index: 1 }));
    return { ...event, trace: { ...event.trace, traceSteps: steps.slice(0, 2) } };
  }

  function tooGood() {
    const event = trace(1);
    const steps = event.trace.traceSteps.slice(0, 1).map((step) => ({ ...step, successes: 3 }));
    return { ...event, trace: { ...event.trace, traceSteps: steps } };
  }
});

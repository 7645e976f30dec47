import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { problem } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { followUpsDone } from "@/lib/services/ingest/follow-ups";
import { AT, batchOf, log, metrics } from "@/lib/services/ingest/testing/batches";
import { makeAttempt, makeRun, type TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { readSeries } from "@/lib/services/series/read-series";
import { POST } from "./route";

const HUGE = 1.7e308;

/** A trainer sends a batch again for ever if the answer blames the server: what is wrong with it must be said by 400. */
describe("events that only the database would refuse", () => {
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

  const post = (body: string) =>
    POST(
      new Request(`http://localhost/api/v1/runs/${attempt.runId}/events`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${attempt.token}` },
        body,
      }),
      { params: Promise.resolve({ id: attempt.runId }) },
    );
  const logAt = (at: string) => JSON.stringify(batchOf(attempt.attemptId, "logs", [{ ...log(1, "a"), at }]));
  const nested = (depth: number) => {
    const event = `{"type":"odd","seq":1,"at":"${AT}","x":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    return `{"schemaVersion":1,"stream":"${attempt.attemptId}/status","events":[${event}]}`;
  };

  it.each([
    "0000-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "9999-12-31T23:59:59-01:00",
    "2026-01-01T00:00:00+23:59",
    `2026-01-01T00:00:00.${"1".repeat(400)}Z`,
  ])("refuses the moment %s by its name", async (at) => {
    const answer = await post(logAt(at));
    expect(answer.status).toBe(400);
    expect(problem.parse(await answer.json()).fields.map(({ path }) => path)).toEqual(["events.0.at"]);
  });

  it.each(["1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-01-01T00:00:00.123456789+14:00"])(
    "takes the moment %s",
    async (at) => expect((await post(logAt(at))).status).toBe(200),
  );

  it("keeps unknown kinds of events as deep as anyone means them, and refuses what would end its stack", async () => {
    expect((await post(nested(60))).status).toBe(200);
    attempt = await makeAttempt(test.db, await makeRun(test.db));
    for (const depth of [100, 7_000, 1_000_000]) {
      const answer = await post(nested(depth));
      expect(answer.status).toBe(400);
      expect(problem.parse(await answer.json()).fields.map(({ path }) => path)).toEqual(["events.0"]);
    }
  });

  it("draws numbers whose sum no float64 holds, over every way they are summed up", async () => {
    const batches = 10;
    const values = Array.from({ length: batches * 1000 }, (_, step) => (step % 3 === 0 ? -HUGE : HUGE));
    for (let b = 0; b < batches; b++) {
      const steps = values.slice(b * 1000, (b + 1) * 1000);
      const events = steps.map((x, i) => metrics(b * 1000 + i + 1, b * 1000 + i, { x }));
      expect((await post(JSON.stringify(batchOf(attempt.attemptId, "metrics", events)))).status).toBe(200);
      await followUpsDone();
    }
    const [series] = await test.sql`
      select pending_points from metric_series where attempt_id = ${attempt.attemptId}`;
    expect(series, "all of it is compacted").toEqual({ pending_points: 0 });
    const asked = { runIds: [attempt.runId], names: ["x"], axis: "trainStep", superseded: false } as const;
    const drawn = await readSeries(test.db, { ...asked, buckets: 10 });
    const marks = drawn.series[0]?.segments[0]?.marks ?? [];
    expect(marks.reduce((points, mark) => points + mark.count, 0)).toBe(values.length);
    expect(marks.every((mark) => mark.min === -HUGE && mark.max === HUGE)).toBe(true);
    expect(marks.every((mark) => typeof mark.mean === "number" && Math.abs(mark.mean) <= HUGE)).toBe(true);
    const exact = await readSeries(test.db, { ...asked, fromStep: 0, toStep: 3, buckets: 10 });
    expect(exact.series[0]?.segments[0]?.marks.map((mark) => mark.mean)).toEqual(values.slice(0, 4));
  });
});

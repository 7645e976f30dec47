import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { problem, seriesAnswer } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { ingestBatch } from "@/lib/services/ingest/ingest-batch";
import { parseBatch } from "@/lib/services/ingest/parse-batch";
import { batchOf, metrics } from "@/lib/services/ingest/testing/batches";
import { makeAttempt, makeRun, type TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { GET } from "./route";

describe("GET /api/v1/runs/{id}/series", () => {
  const test = useTestDatabase();
  let attempt: TestAttempt;
  beforeAll(async () => {
    setDbHandle(test);
    attempt = await makeAttempt(test.db, await makeRun(test.db));
    const events = [1, 2, 3].map((step) =>
      metrics(step, step, { "reward/mean": step / 4, "optim/loss": "NaN" }),
    );
    await ingestBatch(test.db, parseBatch(batchOf(attempt.attemptId, "metrics", events)));
  });
  afterAll(() => setDbHandle(undefined));

  const get = (query: string, id = attempt.runId) =>
    GET(new Request(`http://localhost/api/v1/runs/${id}/series?${query}`), {
      params: Promise.resolve({ id }),
    });

  it("answers the asked metrics in the range, and the catalogue of all", async () => {
    const answer = seriesAnswer.parse(await (await get("names=reward/mean&fromStep=2&buckets=10")).json());
    expect(answer).toMatchObject({ axis: "trainStep", fromTrainStep: 2, toTrainStep: 3 });
    expect(answer.catalogue.map(({ name, lastValue }) => [name, lastValue])).toEqual([
      ["optim/loss", "NaN"],
      ["reward/mean", 0.75],
    ]);
    const marks = answer.series[0]?.segments[0]?.marks;
    expect(marks?.map((mark) => [mark.x, mark.mean])).toEqual([
      [2, 0.5],
      [3, 0.75],
    ]);
  });

  it("gives the catalogue alone where no metric is asked for, and nothing for an unknown one", async () => {
    for (const query of ["", "names=", "names=no/such"]) {
      const answer = seriesAnswer.parse(await (await get(query)).json());
      expect([answer.catalogue.length, answer.series]).toEqual([2, []]);
    }
  });

  it.each([
    ["buckets=1001", "buckets"],
    ["buckets=1", "buckets"],
    ["fromStep=-1", "fromStep"],
    ["toStep=1.5", "toStep"],
    ["axis=epoch", "axis"],
    ["smooth=1", "smooth"],
    ["superseded=maybe", "superseded"],
  ])("refuses %s and names the field", async (query, field) => {
    const answer = await get(`names=reward/mean&${query}`);
    expect(answer.status).toBe(400);
    expect(problem.parse(await answer.json()).fields.map(({ path }) => path)).toEqual([field]);
  });

  it("answers an empty range with no marks", async () => {
    const answer = seriesAnswer.parse(await (await get("names=reward/mean&fromStep=9&toStep=3")).json());
    expect(answer.series).toEqual([]);
  });
});

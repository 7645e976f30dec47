import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { type RewardParts, type TraceQuery, traceList, traceQuery } from "@/lib/contracts";
import { makeAttempt, type TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { listTraces } from "./list-traces";
import { sendTraces, stepOf, stepsOf, tracedRun } from "./testing/send";

const parts = (changes: Partial<RewardParts>): RewardParts => ({
  ...{ reward: 1, format: 1, formatValid: true, lengthValid: true, stepCount: 3, outcome: 1 },
  ...{ outcomeGated: 1, process: 0.5, processGated: 0.5, stepBonus: 0, gate: "pass" },
  ...changes,
});
const groupOf = (id: string) => ({ id, mean: 1, sd: 0.5, n: 2, size: 2 });
const prompt = (key: string, content: string) => ({
  ...{ key, dataset: "d", family: null, messages: [{ role: "user", content }], answer: "4" },
});

describe("the list of a run's traces", () => {
  const test = useTestDatabase();
  let run: TestAttempt;
  const rowsOf = async (query: Partial<TraceQuery>, at = run) =>
    (await listTraces(test.db, at.runId, traceQuery.parse(query))).rows;
  /** Responses by the tokens that the test gave them: a name that a row shows. */
  const tokensOf = async (query: Partial<TraceQuery>) => (await rowsOf(query)).map((r) => r.responseTokens);

  beforeAll(async () => {
    run = await tracedRun(test.db);
    await sendTraces(test.db, run, [
      {
        ...{ trainStep: 1, responseTokens: 11, response: "abc 100% sure", traceSteps: stepsOf(4, 4, 0) },
        ...{ reward: parts({ reward: 2 }), group: groupOf("g1"), groupAdvantage: 0.7 },
      },
      {
        ...{ trainStep: 1, responseTokens: 12, response: "abc 100 sure", traceSteps: stepsOf(3, 2, 2) },
        ...{ reward: parts({ reward: "NaN", outcome: 0, gate: "fail" }), group: groupOf("g1") },
        ...{ groupAdvantage: -0.7 },
      },
      {
        ...{ trainStep: 2, responseTokens: 13, invalidReason: "no <answer>", answer: null, traceSteps: [] },
        ...{ reward: parts({ reward: 0, outcome: null, process: null, gate: "off", formatValid: false }) },
        ...{ group: groupOf("g2"), prompt: prompt("q2", "<script>alert(1)</script>") },
      },
      { trainStep: 3, responseTokens: 14, traceSteps: [stepOf(1, 0, { returned: 0 }), stepOf(2, null)] },
      { origin: "probe", trainStep: 3, responseTokens: 15, traceSteps: stepsOf(1) },
    ]);
  });

  it("keeps to one origin and one run, by the contract of the API", async () => {
    const other = await tracedRun(test.db);
    await sendTraces(test.db, other, [{ responseTokens: 99 }]);
    const train = await listTraces(test.db, run.runId, traceQuery.parse({}));
    expect(traceList.parse(train).total).toBe(4);
    expect(await tokensOf({ origin: "probe" })).toEqual([15]);
    expect((await rowsOf({}, other)).map((r) => r.responseTokens)).toEqual([99]);
  });

  it("shows counts of each trace step: 0, missing and not scored are three things", async () => {
    const [row] = await rowsOf({ fromTrainStep: 3 });
    expect(row?.steps).toEqual([
      { requested: 4, returned: 0, successes: 0, truncated: 0 },
      { requested: 0, returned: 0, successes: 0, truncated: 0 },
    ]);
    expect((await rowsOf({ sort: "tokens", order: "asc" }))[0]?.steps.map((s) => s.successes)).toEqual([
      4, 4, 0,
    ]);
  });

  it("orders by the newest train step first, groups together, samples in order", async () => {
    expect(await tokensOf({})).toEqual([14, 13, 11, 12]);
    expect(await tokensOf({ order: "asc" })).toEqual([11, 12, 13, 14]);
  });

  it("puts NaN above every number and unknown last in both directions", async () => {
    expect(await tokensOf({ sort: "reward", order: "desc" })).toEqual([12, 11, 13, 14]);
    expect(await tokensOf({ sort: "reward", order: "asc" })).toEqual([13, 11, 12, 14]);
    expect((await rowsOf({ sort: "reward" }))[0]?.reward).toBe("NaN");
  });

  it("orders by the largest drop of c from one trace step to the next", async () => {
    expect((await tokensOf({ sort: "drop", order: "asc" })).slice(0, 2)).toEqual([11, 12]);
  });

  it.each<[Partial<TraceQuery>, number[]]>([
    [{ fromTrainStep: 2, toTrainStep: 2 }, [13]],
    [{ toTrainStep: 1 }, [11, 12]],
    [{ outcome: "right" }, [11]],
    [{ outcome: "wrong" }, [12]],
    [{ outcome: "unknown" }, [14, 13]],
    [{ format: "invalid" }, [13]],
    [{ format: "valid", toTrainStep: 1 }, [11, 12]],
    [{ gate: "fail" }, [12]],
    [{ gate: "undetermined" }, []],
    [{ groupId: "g1" }, [11, 12]],
    [{ text: "ABC" }, [14, 13, 11, 12]],
    // What a person types means itself: % is no wildcard.
    [{ text: "100%" }, [11]],
    [{ text: "'; drop table traces; --" }, []],
  ])("filters %o", async (query, tokens) => {
    expect(await tokensOf(query)).toEqual(tokens);
    expect((await listTraces(test.db, run.runId, traceQuery.parse(query))).total).toBe(tokens.length);
  });

  it("filters by prompt, and hands a hostile one on as text", async () => {
    const [invalid] = await rowsOf({ format: "invalid" });
    expect(invalid?.promptPreview).toBe("<script>alert(1)</script>");
    expect(await tokensOf({ promptId: invalid?.promptId })).toEqual([13]);
  });

  it("shows what Postgres cannot hold as it was written, cut between characters", async () => {
    const nul = "\u0000";
    const hostile = await tracedRun(test.db);
    await sendTraces(test.db, hostile, [
      {
        ...{
          response: "so \\frac12",
          answer: `\\frac{1}{2}${nul}`,
          invalidReason: `\\x${nul}`,
          traceSteps: [],
        },
        prompt: { ...prompt("q3", `\\a😀${nul.repeat(300)}`), answer: "\\pi" },
      },
      { responseTokens: 1, prompt: prompt("q4", `${"😀".repeat(199)}\\${nul}`) },
      {
        responseTokens: 9,
        response: "so \\frac12",
        traceSteps: [],
        prompt: prompt("q5", `\\u0000 ${"x".repeat(300)}`),
      },
    ]);
    const rows = await rowsOf({ sort: "tokens", order: "asc" }, hostile);
    const where = await rowsOf({ text: "\\frac" }, hostile);
    expect(where.map((r) => r.responseTokens)).toEqual([3, 9]);
    expect(rows.map((r) => r.promptPreview)).toEqual([
      `${"😀".repeat(199)}\\`,
      `\\a😀${nul.repeat(197)}`,
      `\\u0000 ${"x".repeat(193)}`,
    ]);
    expect(rows[1]).toMatchObject({
      ...{ reference: "\\pi", answer: `\\frac{1}{2}${nul}`, invalidReason: `\\x${nul}` },
    });
  });

  it("pages without losing the count", async () => {
    const page = await listTraces(test.db, run.runId, traceQuery.parse({ limit: 2, offset: 1 }));
    expect([page.rows.map((r) => r.responseTokens), page.total]).toEqual([[13, 11], 4]);
  });

  it("shows re-run train steps by their latest attempt only", async () => {
    const first = await tracedRun(test.db);
    await sendTraces(
      test.db,
      first,
      [1, 2, 3].map((trainStep) => ({ trainStep, responseTokens: trainStep })),
    );
    const second = await makeAttempt(test.db, first, 2);
    await sendTraces(
      test.db,
      second,
      [2, 3].map((trainStep) => ({ trainStep, responseTokens: 10 * trainStep })),
    );
    const rows = await rowsOf({ order: "asc" }, first);
    expect(rows.map((r) => [r.trainStep, r.responseTokens])).toEqual([
      [1, 1],
      [2, 20],
      [3, 30],
    ]);
  });

  it("finds nothing in a run without traces, and in none", async () => {
    const empty = await tracedRun(test.db);
    expect(await rowsOf({}, empty)).toEqual([]);
    expect(await listTraces(test.db, "run_00000000", traceQuery.parse({}))).toEqual({ rows: [], total: 0 });
  });
});

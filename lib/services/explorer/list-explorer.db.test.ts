import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { arms, reviewItems, reviewSets, runs, scorers, stepScores, traces } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { explorerQuery, explorerRows, type TraceRecord } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { makeAttempt, type TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { sendTraces, stepsOf, tracedRun } from "@/lib/services/traces/testing/send";
import { keepFacts } from "./keep-facts";
import { listExplorer } from "./list-explorer";

const prompt = (key: string, content: string) => ({
  ...{ key, dataset: "d", family: null, messages: [{ role: "user", content }], answer: "4" },
});
const parts = (reward: number | "NaN", outcome: 0 | 1 | null) => ({
  ...{ reward, format: 1, formatValid: true, lengthValid: true, stepCount: 3, outcome },
  ...{ outcomeGated: 1, process: 0.5, processGated: 0.5, stepBonus: 0, gate: "pass" as const },
});
const said = (text: string) => ({
  ...{ text, verdict: "right" as const, answer: "4", tokens: 1, finishReason: "stop" as const },
});

/** Five traces that tests know by their tokens: 11 to 15. */
const TRACES: Partial<TraceRecord>[] = [
  {
    ...{ trainStep: 1, responseTokens: 11, response: "abc triangle", traceSteps: stepsOf(4, 4, 0) },
    ...{ prompt: prompt("q1", "An area?"), reward: parts(2, 1), groupAdvantage: 0.7 },
    group: { id: "g1", mean: 1, sd: 1, n: 2, size: 2 },
  },
  {
    ...{ trainStep: 1, responseTokens: 12, response: "abc 123", traceSteps: stepsOf(3, 3, 3) },
    ...{ prompt: prompt("q1", "An area?"), reward: parts("NaN", 0), groupAdvantage: -0.7 },
  },
  {
    ...{ trainStep: 2, responseTokens: 13, invalidReason: "no <answer>", traceSteps: [], response: "oddly" },
    ...{ prompt: prompt("q2", "Größe?"), reward: parts(0, null), finishReason: "length" },
  },
  {
    ...{ trainStep: 3, responseTokens: 14, response: "abc", origin: "probe" },
    ...{ prompt: prompt("q2", "Größe?"), reward: null },
    traceSteps: stepsOf(0, 0).map((s) => ({
      ...s,
      continuations: [said("so it is 12/4"), said("x"), said("y"), said("z")],
    })),
  },
  {
    ...{ trainStep: 3, responseTokens: 15, response: "abc", traceSteps: stepsOf(null, null) },
    ...{ prompt: prompt("q3", "The last one"), reward: parts(1, 1) },
  },
];

describe("the explorer's list", () => {
  const test = useTestDatabase();
  let run: TestAttempt;

  const read = async (query: Record<string, string>) => {
    const parsed = explorerQuery.parse({ sort: "tokens", order: "asc", runs: run.runId, ...query });
    return explorerRows.parse(await listExplorer(test.db, parsed));
  };
  const tokensOf = async (query: Record<string, string>) =>
    (await read(query)).rows.map((r) => r.responseTokens);
  const idAt = async (tokens: number) => {
    const [row] = await test.db
      .select({ id: traces.id })
      .from(traces)
      .where(eq(traces.responseTokens, tokens));
    if (!row) throw new Error(`no trace of ${tokens} tokens`);
    return row.id;
  };
  const projectId = async () => (await test.db.query.projects.findFirst())?.id ?? "";

  beforeAll(async () => {
    run = await tracedRun(test.db);
    await sendTraces(test.db, run, TRACES);
  });

  it("shows a trace with all that a line needs, and what is unknown as null", async () => {
    const { rows, total } = await read({});
    expect(total).toBe(5);
    expect(rows[0]).toMatchObject({
      ...{
        runId: run.runId,
        origin: "train",
        trainStep: 1,
        promptPreview: "An area?",
        valid: true,
        outcome: 1,
      },
      ...{ reward: 2, groupAdvantage: 0.7, stepCount: 3, scoreSource: "continuations", largestDrop: 1 },
      ...{ largestDropStep: 3, firstDropStep: 3, fate: "lost", disagreement: null, raters: 0 },
      solvability: Buffer.from([200, 200, 0]).toString("base64"),
    });
    expect(rows[1]?.reward).toBe("NaN");
    expect(rows[3]).toMatchObject({ outcome: null, reward: null, meanC: 0, fate: "never" });
    expect(rows[4]).toMatchObject({ meanC: null, largestDrop: null, fate: null, scoreSource: null });
  });

  it.each([
    [{ outcome: "right" }, [11, 15]],
    [{ outcome: "wrong" }, [12]],
    [{ outcome: "unknown" }, [13, 14]],
    [{ format: "invalid" }, [13]],
    [{ format: "valid" }, [11, 12, 14, 15]],
    [{ finish: "length" }, [13]],
    [{ finish: "unknown" }, []],
    [{ origin: "probe" }, [14]],
    [{ origin: "import" }, []],
    [{ scored: "no" }, [13, 15]],
    [{ scored: "yes", scoreSource: "continuations" }, [11, 12, 14]],
    [{ scoreSource: "empirical" }, []],
    [{ fate: "never" }, [14]],
    [{ firstDropStep: "3" }, [11]],
    [{ lostStep: "3" }, [11]],
    [{ process: "sound" }, [12]],
    [{ process: "broken" }, [11, 14]],
    [{ process: "unknown" }, [13, 15]],
    [{ outcome: "right", process: "broken" }, [11]],
    [{ humanProcess: "unknown" }, [11, 12, 13, 14, 15]],
    [{ humanProcess: "sound" }, []],
    [{ minMeanC: "0.75" }, [12]],
    [{ maxMeanC: "0.7" }, [11, 14]],
    [{ minDrop: "1" }, [11]],
    [{ minDrop: "0" }, [11, 12, 14]],
    [{ minDisagreement: "0" }, []],
    [{ minSteps: "3" }, [11, 12, 13, 15]],
    [{ maxSteps: "2" }, [14]],
    [{ minTokens: "12", maxTokens: "13" }, [12, 13]],
    [{ minReward: "0.5" }, [11, 15]],
    [{ maxReward: "1" }, [13, 15]],
    [{ fromTrainStep: "2", toTrainStep: "2" }, [13]],
    [{ group: "g1" }, [11]],
    [{ labelled: "yes" }, []],
    [{ text: "triangle" }, [11]],
    [{ text: "TRI" }, [11]],
    [{ text: "tr" }, []],
    [{ text: "12" }, [14]],
    [{ text: "abc" }, [11, 12, 14, 15]],
    [{ text: "area triangle" }, [11]],
    [{ text: "größe so" }, [14]],
    [{ text: "12/4, größe!" }, [14]],
    [{ text: "nothing holds this" }, []],
  ])("of %j shows %j, and counts them", async (query, expected) => {
    expect(await tokensOf(query)).toEqual(expected);
    expect((await read(query)).total).toBe(expected.length);
  });

  it.each([
    ["trainStep", "asc", [11, 12, 13, 14, 15]],
    ["meanC", "desc", [12, 11, 14, null, null]],
    ["meanC", "asc", [14, 11, 12, null, null]],
    ["drop", "desc", [11, null, null, null, null]],
    ["steps", "asc", [14, null, null, null, null]],
    ["reward", "desc", [11, 15, 13, null, null]],
    ["reward", "asc", [13, 15, 11, null, null]],
    ["outcome", "asc", [12, null, null, null, null]],
    ["advantage", "desc", [11, 12, null, null, null]],
    ["tokens", "desc", [15, 14, 13, 12, 11]],
  ] as const)("sorted by %s, %s: known values in order, unknown ones last", async (sort, order, expected) => {
    const found = await tokensOf({ sort, order });
    expected.forEach((tokens, at) => {
      if (tokens !== null && sort !== "trainStep") expect(found[at]).toBe(tokens);
    });
    if (sort === "trainStep")
      expect((await read({ sort, order })).rows.map((r) => r.trainStep)).toEqual([1, 1, 2, 3, 3]);
  });

  it("has windows that together are the whole list, in whatever order", async () => {
    for (const sort of ["outcome", "disagreement", "meanC"]) {
      const whole = (await read({ sort })).rows.map(({ id }) => id);
      const windows = await Promise.all(
        ["0", "2", "4"].map(async (offset) =>
          (await read({ sort, offset, limit: "2" })).rows.map(({ id }) => id),
        ),
      );
      expect(windows.flat()).toEqual(whole);
      expect(new Set(whole).size).toBe(5);
    }
    expect((await read({ offset: "100" })).total).toBe(5);
  });

  it("finds some traces by id, by prompt, and those of a review set", async () => {
    const [first, last] = [await idAt(11), await idAt(15)];
    expect(await tokensOf({ traces: `${last},${first}` })).toEqual([11, 15]);
    const [row] = (await read({ traces: first })).rows;
    expect(await tokensOf({ prompt: row?.promptId ?? "" })).toEqual([11, 12]);
    const setId = newId("reviewSet");
    await test.db
      .insert(reviewSets)
      .values({ id: setId, projectId: await projectId(), name: "s", selection: {} });
    await test.db.insert(reviewItems).values({ setId, traceId: last, position: 0 });
    expect(await tokensOf({ reviewSet: setId })).toEqual([15]);
  });

  it("finds what a scorer speaks about, and who labelled it", async () => {
    const traceId = await idAt(12);
    const scorerId = newId("scorer");
    await test.db
      .insert(scorers)
      .values({ id: scorerId, projectId: await projectId(), kind: "human", name: "Ann" });
    const all = [1, 2, 3].map((traceStep) => ({ traceId, scorerId, traceStep, label: "bad" as const }));
    await test.db.insert(stepScores).values(all);
    await test.db.transaction((tx) => keepFacts(tx, [traceId]));
    expect(await tokensOf({ scorer: scorerId })).toEqual([12]);
    expect(await tokensOf({ labelled: "yes" })).toEqual([12]);
    expect(await tokensOf({ labelled: "yes", humanProcess: "broken", minDisagreement: "0.75" })).toEqual([
      12,
    ]);
    expect(await tokensOf({ minDisagreement: "0.76" })).toEqual([]);
  });

  it("finds the traces of an arm by its key", async () => {
    const arm = { id: newId("arm"), ablationId: run.ablationId, key: "mixed", name: "Mixed", position: 0 };
    await test.db.insert(arms).values(arm);
    await test.db.update(runs).set({ armId: arm.id }).where(eq(runs.id, run.runId));
    await test.db.transaction(async (tx) => keepFacts(tx, [await idAt(13)]));
    expect(await tokensOf({ arms: "mixed,other" })).toEqual([13]);
    expect(await tokensOf({ arms: "other" })).toEqual([]);
  });

  it("refuses a search without a word and what does not exist, naming the field", async () => {
    await expect(read({ text: "+ = ?" })).rejects.toMatchObject({ code: "invalid-request" });
    await expect(read({ project: "prj_00000000" })).rejects.toMatchObject({ code: "not-found" });
    await expect(listExplorer(test.db, explorerQuery.parse({ runs: "run_00000000" }))).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("traces of attempts that were superseded", () => {
  const test = useTestDatabase();
  const at = (trainStep: number, responseTokens: number) => ({ trainStep, responseTokens });

  it("are not shown: a resumed attempt speaks from its first train step on", async () => {
    const first = await tracedRun(test.db);
    await sendTraces(test.db, first, [at(1, 11), at(2, 12), at(3, 13)]);
    const second = await makeAttempt(test.db, first, 2);
    await sendTraces(test.db, second, [at(3, 23), at(4, 24)]);
    await makeAttempt(test.db, first, 3);
    const query = explorerQuery.parse({ sort: "trainStep", order: "asc" });
    const { rows, total } = await listExplorer(test.db, query);
    expect(rows.map((r) => r.responseTokens)).toEqual([11, 12, 23, 24]);
    expect(total).toBe(4);
  });
});

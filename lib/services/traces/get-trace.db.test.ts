import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { runs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { continuationGroups, type TraceRecord, traceDetail, traceQuery } from "@/lib/contracts";
import { PAPER_REWARD } from "@/lib/contracts/reward-config";
import type { TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { sliceCodePoints } from "@/lib/traces/code-points";
import { getContinuations } from "./get-continuations";
import { getTrace, groupOutcomes } from "./get-trace";
import { listTraces } from "./list-traces";
import { sendTraces, stepOf, stepsOf, tracedRun } from "./testing/send";

const group = { id: "g", mean: 1, sd: null, n: 1, size: 4 };

describe("one trace", () => {
  const test = useTestDatabase();
  const firstId = async (run: TestAttempt) => {
    const { rows } = await listTraces(test.db, run.runId, traceQuery.parse({ order: "asc" }));
    return rows[0]?.id ?? "";
  };
  const stored = async (...traces: Partial<TraceRecord>[]) => {
    const run = await tracedRun(test.db);
    await sendTraces(test.db, run, traces);
    return { run, id: await firstId(run) };
  };

  it("comes with its run, prompt, steps and reward settings, by the contract of the API", async () => {
    const { run, id } = await stored({ traceSteps: stepsOf(4, null) });
    await test.db
      .update(runs)
      .set({ config: { reward: PAPER_REWARD } })
      .where(eq(runs.id, run.runId));
    const found = traceDetail.parse(await getTrace(test.db, id));
    expect(found).toMatchObject({
      run: { id: run.runId, ablationId: run.ablationId, armKey: null, seed: 1 },
      prompt: { key: "q1", answer: "4" },
      rewardConfig: { tau: PAPER_REWARD.tau },
      ...{ rewardParts: null, group: null },
    });
    expect(found.traceSteps.map((s) => [s.index, s.requested, s.successes])).toEqual([
      [1, 4, 4],
      [2, 0, 0],
    ]);
  });

  it("has no reward settings where the run has none, or ones that it does not know", async () => {
    const { run, id } = await stored({});
    await test.db
      .update(runs)
      .set({ config: { reward: { tau: 7 } } })
      .where(eq(runs.id, run.runId));
    expect((await getTrace(test.db, id))?.rewardConfig).toBeNull();
  });

  it("shows the stored siblings of its group, and c_0 from their outcomes", async () => {
    const outcome = (value: number | null) => ({
      ...{ reward: 1, format: 1, formatValid: true, lengthValid: true, stepCount: 0, outcome: value },
      ...{ outcomeGated: value, process: null, processGated: null, stepBonus: 0, gate: "off" as const },
    });
    const { id } = await stored(
      { group, reward: outcome(1) },
      { group, reward: outcome(0) },
      { group, reward: outcome(null), invalidReason: "no <answer>" },
      { group, reward: outcome(null) },
      { group: { ...group, id: "other" }, reward: outcome(1) },
    );
    const found = await getTrace(test.db, id);
    expect(found?.group).toMatchObject({ id: "g", size: 4, right: 1, graded: 3, sd: null });
    expect(found?.group?.siblings.map((s) => s.sampleIndex)).toEqual([0, 1, 2, 3]);
  });

  it("gives back what Postgres refuses as the model wrote it, flagged, with spans that cut the bodies", async () => {
    const response = "a\u0000b😀c";
    const { id } = await stored({
      response,
      traceSteps: [
        stepOf(1, 0, { text: { start: 0, end: 2 } }),
        stepOf(2, 0, { text: { start: 2, end: 5 } }),
      ],
    });
    const found = await getTrace(test.db, id);
    expect(found?.textEscaped).toBe(true);
    const bodies = found?.traceSteps.map((s) => sliceCodePoints(found.response, s.text.start, s.text.end));
    expect(bodies).toEqual(["a\u0000", "b😀c"]);
  });

  it("takes 200 KB of one step", async () => {
    const response = "x".repeat(200_000);
    const { id } = await stored({
      response,
      traceSteps: [stepOf(1, 2, { text: { start: 0, end: 200_000 } })],
    });
    expect((await getTrace(test.db, id))?.response).toBe(response);
  });

  it("is not there under an id that is none", async () => {
    expect(await getTrace(test.db, "trc_00000000")).toBeNull();
  });
});

describe("the continuations of a trace step", () => {
  const test = useTestDatabase();
  const continuation = (answer: string | null, verdict: "right" | "wrong" | "truncated") => ({
    ...{ text: `so <answer>${answer}</answer>`, verdict, answer, tokens: 5 },
    finishReason: verdict === "truncated" ? ("length" as const) : ("stop" as const),
  });
  const stored = async (traceSteps: TraceRecord["traceSteps"], response: string) => {
    const run = await tracedRun(test.db);
    await sendTraces(test.db, run, [{ response, traceSteps }]);
    const { rows } = await listTraces(test.db, run.runId, traceQuery.parse({}));
    return rows[0]?.id ?? "";
  };

  it("are grouped by final answer and verdict, the most frequent first, in sampling order within", async () => {
    const drawn = [
      continuation("5", "wrong"),
      continuation("4", "right"),
      continuation("4", "right"),
      continuation(null, "truncated"),
    ];
    const step = stepOf(1, 2, {
      text: { start: 6, end: 7 },
      truncated: 1,
      continuations: drawn,
      requested: 5,
    });
    const id = await stored([step], "<step>x</step> y");
    const found = continuationGroups.parse(await getContinuations(test.db, id, 1));
    expect(found).toMatchObject({ traceId: id, requested: 5, returned: 4, prefix: "<step>x</step>" });
    expect(found.groups.map((g) => [g.answer, g.verdict, g.continuations.map((c) => c.index)])).toEqual([
      ["4", "right", [1, 2]],
      ["5", "wrong", [0]],
      [null, "truncated", [3]],
    ]);
  });

  it("are none where all were lost or none was asked for, with the counts that tell which", async () => {
    const id = await stored([stepOf(1, 0, { returned: 0 }), stepOf(2, null)], "ab");
    const [lost, never] = [await getContinuations(test.db, id, 1), await getContinuations(test.db, id, 2)];
    expect(lost).toMatchObject({ requested: 4, returned: 0, groups: [] });
    expect(never).toMatchObject({ requested: 0, returned: 0, groups: [] });
  });

  it("are not there for a step or a trace that is not", async () => {
    const id = await stored(stepsOf(1), "a");
    expect(await getContinuations(test.db, id, 2)).toBeNull();
    expect(await getContinuations(test.db, "trc_00000000", 1)).toBeNull();
  });
});

describe("groupOutcomes", () => {
  it("counts an invalid format as wrong and leaves an unknown outcome out", () => {
    const of = (outcome: number | null, invalidReason: string | null = null) => ({ outcome, invalidReason });
    expect(groupOutcomes([of(1), of(0), of(null, "no tags"), of(null)])).toEqual({ right: 1, graded: 3 });
    const outOfRange = of(1, "7 trace steps are out of range");
    expect(groupOutcomes([of(1), outOfRange])).toEqual({ right: 1, graded: 2 });
    expect(groupOutcomes([])).toEqual({ right: 0, graded: 0 });
  });
});

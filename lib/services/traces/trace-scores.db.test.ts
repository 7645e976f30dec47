import { describe, expect, it } from "vitest";
import { scorers, stepAlternatives, stepScores, tokenScores, traceScores } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { type TraceRecord, traceDetail, traceQuery } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { getContinuations } from "./get-continuations";
import { getTrace } from "./get-trace";
import { listTraces } from "./list-traces";
import { sendTraces, stepOf, tracedRun } from "./testing/send";

describe("what others than the continuations say of a trace", () => {
  const test = useTestDatabase();
  const stored = async (changes: Partial<TraceRecord>) => {
    const run = await tracedRun(test.db);
    await sendTraces(test.db, run, [changes]);
    const { rows } = await listTraces(test.db, run.runId, traceQuery.parse({}));
    const { projectId } = (await test.db.query.ablations.findFirst({
      where: (t, { eq }) => eq(t.id, run.ablationId),
    })) ?? { projectId: "" };
    return { id: rows[0]?.id ?? "", projectId };
  };

  it("stands beside them: labels, values, counts, notes and the first error, by the contract", async () => {
    const { id, projectId } = await stored({});
    const [prm, ada] = [newId("scorer"), newId("scorer")];
    await test.db.insert(scorers).values([
      { id: prm, projectId, kind: "prm", name: "PRM", version: "2" },
      { id: ada, projectId, kind: "human", name: "Ada" },
    ]);
    await test.db.insert(stepScores).values([
      { traceId: id, scorerId: prm, traceStep: 2, value: 0.25 },
      { traceId: id, scorerId: prm, traceStep: 1, value: 0.75, successes: 3, n: 4 },
      { traceId: id, scorerId: ada, traceStep: 2, label: "bad", note: "sign", tags: ["algebra"] },
    ]);
    await test.db.insert(traceScores).values({ traceId: id, scorerId: ada, firstError: 2 });
    const found = traceDetail.parse(await getTrace(test.db, id));
    const said = { value: null, label: null, successes: null, n: null, note: "", tags: [] };
    expect(found.scorers).toEqual([
      {
        ...{ id: ada, kind: "human", name: "Ada", version: "" },
        steps: [{ ...said, traceStep: 2, label: "bad", note: "sign", tags: ["algebra"] }],
        trace: { firstError: 2, value: null, note: "" },
      },
      {
        ...{ id: prm, kind: "prm", name: "PRM", version: "2" },
        steps: [
          { ...said, traceStep: 1, value: 0.75, successes: 3, n: 4 },
          { ...said, traceStep: 2, value: 0.25 },
        ],
        trace: null,
      },
    ]);
  });

  it("holds the other candidates of a step and token scores whose ends are offsets of the raw text", async () => {
    const { id } = await stored({
      response: "a\u0000b",
      traceSteps: [stepOf(1, 0, { text: { start: 0, end: 3 } })],
    });
    // Stored as a\u0000b, escaped: eight code points.
    await test.db.insert(tokenScores).values({ traceId: id, ends: [1, 7, 8], logprobs: [-0.5, -1, 0] });
    await test.db
      .insert(stepAlternatives)
      .values({ traceId: id, traceStep: 1, index: 0, text: "x\\u0000", value: -1, label: "bad" });
    const found = traceDetail.parse(await getTrace(test.db, id));
    expect(found.tokenScores).toEqual({ ends: [1, 2, 3], logprobs: [-0.5, -1, 0], entropies: null });
    expect(found.alternatives).toEqual([{ traceStep: 1, text: "x\u0000", value: -1, label: "bad" }]);
  });

  it("is nothing where nobody says anything", async () => {
    const { id } = await stored({});
    expect(await getTrace(test.db, id)).toMatchObject({ scorers: [], alternatives: [], tokenScores: null });
  });

  it("leaves the prefix of a text without tags as it is", async () => {
    const { id } = await stored({
      response: "First. Then.",
      traceSteps: [
        stepOf(1, 0, { text: { start: 0, end: 6 } }),
        stepOf(2, 0, { text: { start: 7, end: 12 } }),
      ],
    });
    expect((await getContinuations(test.db, id, 1))?.prefix).toBe("First.");
    expect((await getContinuations(test.db, id, 2))?.prefix).toBe("First. Then.");
  });
});

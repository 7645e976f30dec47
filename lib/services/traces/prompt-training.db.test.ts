import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { promptTraining, promptTrainingQuery, traceQuery } from "@/lib/contracts";
import { makeAttempt, makeRun } from "@/lib/services/ingest/testing/fixture";
import { getPromptTraining } from "./get-prompt-training";
import { listTraces } from "./list-traces";
import { sendTraces, stepsOf, tracedRun } from "./testing/send";

const ask = (of: Record<string, unknown>) => promptTrainingQuery.parse(of);
const other = { key: "q2", dataset: "d", family: null, answer: "5" };

describe("one prompt through training", () => {
  const test = useTestDatabase();
  const promptOf = async (runId: string, sample = 0) => {
    const { rows } = await listTraces(test.db, runId, traceQuery.parse({ order: "asc" }));
    return rows.find((row) => row.sampleIndex === sample)?.promptId ?? "";
  };

  it("has the samples of every train step in order, with their counts and no others' prompts", async () => {
    const run = await tracedRun(test.db);
    await sendTraces(test.db, run, [
      { trainStep: 5, traceSteps: stepsOf(4, 0) },
      { trainStep: 2 },
      { trainStep: 5 },
      { trainStep: 5, prompt: { ...other, messages: [{ role: "user", content: "2 + 3?" }] } },
    ]);
    const prompt = await promptOf(run.runId, 1);
    const found = promptTraining.parse(await getPromptTraining(test.db, prompt, ask({ run: run.runId })));
    expect(found.trainSteps.map((s) => [s.trainStep, s.rows.map((r) => r.sampleIndex)])).toEqual([
      [2, [1]],
      [5, [0, 2]],
    ]);
    expect(found.trainSteps[1]?.rows[0]?.steps.map((s) => s.successes)).toEqual([4, 0]);
    expect(found).toMatchObject({ prompt: { id: prompt, key: "q1" }, truncated: false });
    expect(found.runs.map((r) => r.id)).toEqual([run.runId]);
  });

  it("shows the latest attempt where train steps were run again", async () => {
    const run = await tracedRun(test.db);
    await sendTraces(test.db, run, [{ trainStep: 1 }, { trainStep: 2 }, { trainStep: 3 }]);
    const again = await makeAttempt(test.db, run, 2);
    await sendTraces(test.db, again, [{ trainStep: 2, response: "again" }]);
    const prompt = await promptOf(run.runId);
    const found = await getPromptTraining(test.db, prompt, ask({ run: run.runId }));
    expect(found?.trainSteps.map((s) => s.trainStep)).toEqual([1, 2]);
    expect(found?.trainSteps[1]?.rows).toHaveLength(1);
  });

  it("says when later train steps were left out, and keeps to its origin", async () => {
    const run = await tracedRun(test.db);
    await sendTraces(test.db, run, [{ trainStep: 1 }, { trainStep: 2, origin: "probe" }, { trainStep: 3 }]);
    const prompt = await promptOf(run.runId);
    const few = await getPromptTraining(test.db, prompt, ask({ run: run.runId }), 1);
    expect(few).toMatchObject({ truncated: true, trainSteps: [{ trainStep: 1 }] });
    const probe = await getPromptTraining(test.db, prompt, ask({ run: run.runId, origin: "probe" }));
    expect(probe?.trainSteps.map((s) => s.trainStep)).toEqual([2]);
  });

  it("asks for one run or one arm, and is not there where neither is", async () => {
    const run = await makeRun(test.db);
    await expect(getPromptTraining(test.db, "prm_00000000", ask({}))).rejects.toThrow("one run or one arm");
    const both = ask({ run: run.runId, arm: "arm_00000000" });
    await expect(getPromptTraining(test.db, "prm_00000000", both)).rejects.toThrow("one run or one arm");
    expect(await getPromptTraining(test.db, "prm_00000000", ask({ run: run.runId }))).toBeNull();
    expect(await getPromptTraining(test.db, "prm_00000000", ask({ arm: "arm_00000000" }))).toBeNull();
  });
});

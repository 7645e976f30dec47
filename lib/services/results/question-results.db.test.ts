import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { evaluationQuestion, questionResults, resultSelection } from "@/lib/contracts";
import { getEvaluationQuestion } from "./get-evaluation-question";
import { getQuestionResults } from "./get-question-results";
import { getResults } from "./get-results";
import { BENCHMARKS, ResultWorld } from "./testing/result-world";

describe("verdicts question by question", () => {
  const handle = useTestDatabase();
  const world = new ResultWorld(handle);
  beforeEach(() => world.clear());
  const tablesOf = async (ablation: string) => {
    const found = await getQuestionResults(world.db, resultSelection.parse({ ablation }));
    return questionResults.parse(found).tables;
  };

  it("add up to the accuracies, row by row, in one order of questions", async () => {
    const questions = ["b", "a", "c"].flatMap((question) => [
      { question, decode: 0, cluster: "v1" },
      { question, decode: 1, cluster: "v1" },
    ]);
    const id = await world.finished(
      { seeds: [1, 2] },
      ({ stage, seed }, question, decode) => {
        if (question === "c" && decode === 1) return null;
        return stage === "sft" ? question === "a" : (seed + decode) % 2 === 0;
      },
      questions,
    );
    const tables = await tablesOf(id);
    expect(tables.map(({ benchmark }) => benchmark)).toEqual(BENCHMARKS);
    const results = await getResults(world.db, resultSelection.parse({ ablation: id }));
    for (const { benchmark, questions: asked, rows } of tables) {
      expect(asked).toEqual(["a", "b", "c"].map((key) => ({ key, cluster: "v1" })));
      expect(rows).toHaveLength(4);
      for (const row of rows) {
        const cell = results?.cells.find((c) => c.evaluationId === row.evaluationId && c.arm === row.arm);
        expect(cell).toMatchObject({ benchmark, seed: row.seed, runId: row.runId });
        expect(row.right.reduce((sum, n) => sum + n, 0)).toBe(cell?.correct);
        expect(row.graded).toEqual([2, 2, 1]);
      }
      expect(rows.find(({ arm }) => arm === "sft")?.right).toEqual([2, 0, 0]);
    }
  });

  it("leave what a checkpoint was not asked at 0 graded, never wrong", async () => {
    const id = await world.jobs.launch();
    for (let lease = await world.next(); lease; lease = await world.next()) {
      const asked = lease.spec.name.startsWith("warm-up") ? ["q1", "q2"] : ["q2", "q3"];
      if (lease.spec.kind === "evaluate")
        await world.evaluate(
          lease,
          () => true,
          asked.map((question) => ({ question })),
        );
      await world.finish(lease);
    }
    const [table] = await tablesOf(id);
    expect(table?.questions.map(({ key }) => key)).toEqual(["q1", "q2", "q3"]);
    expect(table?.rows.map(({ arm, right, graded }) => [arm, right, graded]).sort()).toEqual([
      ["outcome-only", [0, 1, 1], [0, 1, 1]],
      ["sft", [1, 1, 0], [1, 1, 0]],
    ]);
  });

  it("know a question again where Postgres made another text of it be escaped", async () => {
    const key = String.raw`a\b \\ c`;
    const id = await world.jobs.launch();
    for (let lease = await world.next(); lease; lease = await world.next()) {
      const response = lease.spec.name.startsWith("warm-up") ? "NUL: \u0000" : "plain";
      const cluster = String.raw`video\1`;
      if (lease.spec.kind === "evaluate")
        await world.evaluate(lease, () => true, [{ question: key, cluster, response }]);
      await world.finish(lease);
    }
    const [table] = await tablesOf(id);
    expect(table?.questions).toEqual([{ key, cluster: String.raw`video\1` }]);
    expect(table?.rows.map(({ graded }) => graded)).toEqual([[1], [1]]);
    const texts = await Promise.all(
      (table?.rows ?? []).map(async ({ evaluationId }) => {
        const found = evaluationQuestion.parse(await getEvaluationQuestion(world.db, evaluationId, key));
        return [found.question, found.cluster, found.decodes.map(({ response }) => response).join()];
      }),
    );
    expect(texts.map(([question, cluster]) => [question, cluster])).toEqual(
      texts.map(() => [key, String.raw`video\1`]),
    );
    expect(texts.map(([, , response]) => response).sort()).toEqual(["NUL: \u0000", "plain"]);
  });

  it("tell every decode of one question, texts as they were written", async () => {
    const hostile = "</think><script>alert(1)</script> \u202e";
    const id = await world.finished({}, (_, __, decode) => decode === 1, [
      { question: "q1", decode: 0, prompt: "2+2?", reference: "4", response: hostile, cluster: "v" },
      { question: "q1", decode: 1, prompt: "2+2?", reference: "4", response: "4" },
      { question: "q2", decode: 0 },
    ]);
    const [table] = await tablesOf(id);
    // One evaluation knows the cluster of q1 from one of its decodes; none knows that of q2.
    expect(table?.questions).toEqual([
      { key: "q1", cluster: "v" },
      { key: "q2", cluster: null },
    ]);
    const row = table?.rows.find(({ arm }) => arm === "outcome-only");
    const found = evaluationQuestion.parse(
      await getEvaluationQuestion(world.db, row?.evaluationId ?? "", "q1"),
    );
    expect(found).toMatchObject({
      runId: row?.runId,
      seed: 1,
      prompt: "2+2?",
      reference: "4",
      question: "q1",
    });
    expect(found.decodes.map(({ decode, correct, response }) => [decode, correct, response])).toEqual([
      [0, false, hostile],
      [1, true, "4"],
    ]);
  });

  it("are null for what is not there", async () => {
    const id = await world.finished({}, () => true);
    const [row] = (await tablesOf(id))[0]?.rows ?? [];
    expect(await getEvaluationQuestion(world.db, row?.evaluationId ?? "", "q9")).toBeNull();
    expect(await getEvaluationQuestion(world.db, "evl_00000000", "q1")).toBeNull();
    expect(await getQuestionResults(world.db, resultSelection.parse({ runs: ["run_00000000"] }))).toBeNull();
    expect(await getQuestionResults(world.db, resultSelection.parse({}))).toBeNull();
  });
});

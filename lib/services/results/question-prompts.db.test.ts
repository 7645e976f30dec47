import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { evaluationPrompts, resultSelection } from "@/lib/contracts";
import { getEvaluationPrompts } from "./get-evaluation-prompts";
import { getQuestionResults } from "./get-question-results";
import { ResultWorld } from "./testing/result-world";

describe("how the questions of an evaluation begin", () => {
  const handle = useTestDatabase();
  const world = new ResultWorld(handle);
  beforeEach(() => world.clear());

  it("is told once a question, as it was asked, under the key of the tables, cut where it is long", async () => {
    const key = String.raw`a\b`;
    const long = `${"🧮".repeat(200)} end`;
    const id = await world.finished({}, () => true, [
      { question: "q1", decode: 0, prompt: "2 + 2 = ?" },
      { question: "q1", decode: 1, prompt: "2 + 2 = ?" },
      { question: "q2", decode: 0, prompt: long },
      { question: key, decode: 0, prompt: String.raw`\alpha`, response: "NUL: \u0000" },
    ]);
    const found = await getQuestionResults(world.db, resultSelection.parse({ ablation: id }));
    const [table] = found?.tables ?? [];
    const [row] = table?.rows ?? [];
    const { prompts } = evaluationPrompts.parse(
      await getEvaluationPrompts(world.db, row?.evaluationId ?? ""),
    );
    expect(new Set(prompts.map(({ question }) => question))).toEqual(
      new Set(table?.questions.map(({ key: asked }) => asked)),
    );
    expect(prompts).toHaveLength(3);
    const of = (question: string) => prompts.find((each) => each.question === question)?.prompt;
    expect(of("q1")).toBe("2 + 2 = ?");
    expect(of(key)).toBe(String.raw`\alpha`);
    expect(of("q2")).toBe("🧮".repeat(160));
  });

  it("is null for what is not there", async () => {
    expect(await getEvaluationPrompts(world.db, "evl_00000000")).toBeNull();
  });
});

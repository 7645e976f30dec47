import { describe, expect, it } from "vitest";
import type { QuestionRow, QuestionTable } from "@/lib/contracts/question-results";
import { compareArms } from "@/lib/stats/ablation";
import { resultsOf } from "../fixture";
import { rowsOfCheckpoints, rowsOnNewQuestions, secondLookRows, seedsToAsk } from "./claims";
import { bootstrapTask } from "./prepare-bootstrap";

const QUESTIONS = 40;
/** The first `right` questions are right, each seed a little further on, so that seeds and questions both vary. */
const row = (arm: string, seed: number, right: number): QuestionRow => ({
  ...{ arm, seed, runId: "run_00000001", evaluationId: `evl_${arm}${seed}` },
  right: Array.from({ length: QUESTIONS }, (_, q) => ((q + 3 * seed) % QUESTIONS < right ? 1 : 0)),
  graded: Array.from({ length: QUESTIONS }, () => 1),
});

const table: QuestionTable = {
  benchmark: "sums",
  questions: Array.from({ length: QUESTIONS }, (_, q) => ({ key: `q-${q}`, cluster: null })),
  rows: [1, 2, 3].flatMap((seed) => [row("outcome", seed, 18 + seed), row("process", seed, 24 + 2 * seed)]),
};
const results = resultsOf({ outcome: [19, 20, 21], process: [26, 28, 30] }, QUESTIONS);
const { comparisons } = compareArms(results);

describe("other claims", () => {
  it("about new questions keep the difference and never carry a verdict or Holm's p of the declared analysis", () => {
    const [found] = rowsOnNewQuestions(comparisons, [table], 0.95);
    expect(found?.comparison.diff).toBeCloseTo(comparisons[0]?.diff ?? 0, 12);
    expect(found?.comparison).toMatchObject({ role: "exploratory", familySize: 1, seedDifferences: [] });
    expect(found?.comparison.interval?.random).toContain("new questions");
    expect(found?.words.badge).toBe("second look");
    expect(found?.words.basis).toContain("not adjusted");
  });

  it("about two checkpoints know the questions of one seed only", () => {
    const [found] = rowsOfCheckpoints(comparisons, [table], 2, 0.95);
    expect(found?.comparison).toMatchObject({ armSeeds: 1, basis: "questions", role: "exploratory" });
    expect(found?.comparison.diff).toBeCloseTo((28 - 20) / QUESTIONS, 12);
    expect(found?.words).toMatchObject({ badge: "these two checkpoints" });
    expect(found?.words.basis).toContain("McNemar");
  });

  it("export their own numbers with what is random and an unadjusted p", () => {
    const names = { arm: (key: string) => key, benchmark: (key: string | null) => key ?? "mean" };
    const [head = [], row = []] = secondLookRows(rowsOfCheckpoints(comparisons, [table], 2, 0.95), names);
    const at = (column: string) => row[head.indexOf(column)];
    expect(row).toHaveLength(head.length);
    expect([at("arm"), at("S"), at("difference [points]")]).toEqual(["process", "1", "20.0000"]);
    expect(at("interval")).toBe("Bonett-Price");
    expect(Number(at("p, not adjusted"))).toBeGreaterThan(0);
  });

  it("are asked only where there are answers", () => {
    expect(seedsToAsk(comparisons, [table])).toEqual([1, 2, 3]);
    expect(seedsToAsk(comparisons, [])).toEqual([]);
    expect(rowsOnNewQuestions(comparisons, [], 0.95)).toEqual([]);
    expect(rowsOfCheckpoints(comparisons, [table], 9, 0.95)).toEqual([]);
  });
});

describe("bootstrapTask", () => {
  const [comparison] = comparisons;
  if (!comparison) throw new Error("two arms compare");

  it("takes the shared seeds of both arms in one order where they are paired", () => {
    const fewer = {
      ...table,
      rows: table.rows.filter((r) => !(r.arm === "outcome" && r.seed === 2)).toReversed(),
    };
    const task = bootstrapTask({ ...comparison, design: "paired" }, fewer, 7);
    if (task?.kind !== "bootstrap-difference") throw new Error("a difference is bootstrapped");
    expect([task.a.length, task.b.length]).toEqual([2, 2]);
    expect(task.options).toMatchObject({ paired: true, seed: 7 });
    // Seed 1 of the arm stands against seed 1 of the baseline.
    expect(task.a[0]?.filter((score) => score === 1)).toHaveLength(26);
    expect(task.b[0]?.filter((score) => score === 1)).toHaveLength(19);
  });

  it("takes every seed where they are not, and is nothing without answers", () => {
    const fewer = { ...table, rows: table.rows.filter((r) => !(r.arm === "outcome" && r.seed === 2)) };
    const task = bootstrapTask({ ...comparison, design: "unpaired" }, fewer, 7);
    expect(task?.kind === "bootstrap-difference" && [task.a.length, task.b.length]).toEqual([3, 2]);
    expect(bootstrapTask(comparison, { ...table, rows: [] }, 7)).toBeNull();
  });
});

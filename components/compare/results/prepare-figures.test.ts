import { describe, expect, it } from "vitest";
import type { AblationResults } from "@/lib/contracts/results";
import { compareArms } from "@/lib/stats/ablation";
import { resultsOf } from "../fixture";
import { prepareAccuracyTable } from "./prepare-accuracy-table";
import { dotFigures } from "./prepare-figures";

/** A trained arm on two benchmarks beside an imported one on two others. */
function mixed(): AblationResults {
  const results = resultsOf({ outcome: [200, 204, 198], reported: [], late: [] });
  const [trained, reported, late] = results.arms;
  const [cell] = results.cells;
  if (!trained || !reported || !late || !cell) throw new Error("the fixture has arms and cells");
  const imported = { ...cell, arm: "reported", seed: 0, runId: null, evaluationId: null, warmUpRunId: null };
  return {
    ...results,
    arms: [trained, { ...reported, armId: null, source: "imported" }, late],
    benchmarks: [
      ...results.benchmarks,
      { key: "words", title: "Words", questions: 300 },
      { key: "video", title: "Video", questions: 900, imported: true },
      { key: "film", title: "Film", questions: 625, imported: true },
    ],
    cells: [
      ...results.cells,
      ...results.cells.map((each) => ({ ...each, benchmark: "words", correct: 150, graded: 300 })),
      { ...imported, benchmark: "video", correct: 500, graded: 900 },
      { ...imported, benchmark: "film", correct: 300, graded: 625 },
    ],
  };
}

describe("dotFigures", () => {
  const results = mixed();
  const figures = dotFigures(results, compareArms(results).summaries);
  const armsOf = (benchmark: string | null) =>
    figures.filter((f) => f.benchmark === benchmark).map((f) => f.summaries.map((s) => s.arm));

  it("shows on each benchmark the arms that belong there; what is still to come keeps its row", () => {
    expect(armsOf("sums")).toEqual([["outcome", "late"]]);
    expect(armsOf("video")).toEqual([["reported"]]);
  });

  it("never puts means over different questions on one axis", () => {
    for (const { summaries } of figures.filter((f) => f.benchmark === null))
      expect(new Set(summaries.map((s) => s.questions)).size).toBe(1);
    expect(armsOf(null).flat()).toContain("outcome");
    expect(armsOf(null).length).toBeGreaterThan(1);
  });
});

describe("the table of arms on different benchmarks", () => {
  const results = mixed();
  const table = prepareAccuracyTable(results, compareArms(results));
  const cell = (arm: string, column: string) =>
    table.rows.find((row) => row.arm.key === arm)?.cells.find((each) => each.key === column);

  it("tells what is still to come from what never will", () => {
    expect(cell("late", "sums")).toMatchObject({ value: null, expected: true });
    expect(cell("outcome", "video")).toMatchObject({ value: null, expected: false });
    expect(cell("reported", "sums")).toMatchObject({ value: null, expected: false });
  });

  it("says n beside each mean and that such means do not compare", () => {
    expect(table.columns.at(-1)).toMatchObject({ exploratory: true, questions: null });
    expect(cell("outcome", "")?.questions).toBe(700);
    expect(table.footnotes.some(({ text }) => text.includes("different benchmarks"))).toBe(true);
  });
});

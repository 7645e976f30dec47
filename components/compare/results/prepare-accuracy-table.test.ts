import { describe, expect, it } from "vitest";
import type { AblationResults } from "@/lib/contracts/results";
import { compareArms } from "@/lib/stats/ablation";
import { resultsOf } from "../fixture";
import { prepareAccuracyTable } from "./prepare-accuracy-table";

const tableOf = (results: AblationResults) => prepareAccuracyTable(results, compareArms(results));

describe("prepareAccuracyTable", () => {
  it("keeps the order of the arms, whichever is higher, and marks nothing as best", () => {
    const table = tableOf(resultsOf({ low: [100, 101, 102], high: [300, 301, 302] }));
    expect(table.rows.map(({ arm }) => arm.key)).toEqual(["low", "high"]);
    expect(table.rows.map(({ cells }) => cells[0]?.value)).toEqual(["25.3", "75.3"]);
    expect(table.footnotes).toEqual([]);
  });

  it("says of one run that retraining noise is unknown, and of two seeds that they carry no verdict", () => {
    const table = tableOf(resultsOf({ once: [200], twice: [200, 210] }));
    const [once, twice] = table.rows.map(({ cells }) => cells[0]);
    expect(once).toMatchObject({ seeds: 1, muted: true, marks: ["a"] });
    expect(twice).toMatchObject({ seeds: 2, muted: true });
    expect(table.footnotes[0]?.text).toContain("retraining noise unknown");
    expect(table.footnotes.some(({ text }) => text.includes("no verdict"))).toBe(true);
  });

  it("leaves a bare percentage without interval, with its mark, and keeps an arm's footnote", () => {
    const results = resultsOf({ reported: [105] });
    const [arm] = results.arms;
    const [cell] = results.cells;
    if (!arm || !cell) throw new Error("the fixture has an arm and a cell");
    const imported: AblationResults = {
      ...results,
      arms: [{ ...arm, armId: null, source: "imported", note: "other backbone" }],
      cells: [
        { ...cell, runId: null, evaluationId: null, warmUpRunId: null, correct: null, reportedPercent: 25.2 },
      ],
    };
    const table = tableOf(imported);
    expect(table.rows[0]?.cells[0]).toMatchObject({ value: "25.2", range: null });
    const texts = table.footnotes.map(({ text }) => text).join(" ");
    expect(texts).toContain("count unknown");
    expect(texts).toContain("reported: other backbone");
  });

  it("tells of the intervals that are there, where imported numbers come from, and that clusters are not in them", () => {
    expect(tableOf(resultsOf({ low: [100, 101, 102] })).legend.join(" ")).toMatch(
      /^Mean over seeds .* t interval/,
    );
    const one = resultsOf({ once: [200] });
    const imported: AblationResults = {
      ...one,
      benchmarks: one.benchmarks.map((each) => ({ ...each, clusters: 100 })),
      importedSets: [{ id: "rst_00000001", name: "Table 1", source: "a paper", note: "No error bars." }],
    };
    const table = tableOf(imported);
    expect(table.legend.join(" ")).toMatch(/^Accuracy of one run with its 95% Wilson interval/);
    expect(table.legend).toContain("Table 1, as reported: a paper. No error bars.");
    expect(table.footnotes.map(({ text }) => text).join(" ")).toContain("400 questions come in 100 clusters");
  });

  it("shows what has not finished as not yet, never as zero", () => {
    expect(tableOf(resultsOf({ outcome: [] })).rows[0]?.cells[0]).toMatchObject({ value: null, range: null });
  });
});

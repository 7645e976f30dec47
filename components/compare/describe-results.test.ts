import { describe, expect, it } from "vitest";
import { resultNames } from "@/lib/domain/result-names";
import { compareArms } from "@/lib/stats/ablation";
import { describeResults } from "./describe-results";
import { resultsOf } from "./fixture";

const said = (results: ReturnType<typeof resultsOf>) =>
  describeResults(results, compareArms(results)).join(" ");

describe("describeResults", () => {
  it("names a difference only where the verdict is distinguishable", () => {
    const text = said(resultsOf({ outcome: [200, 204, 198], process: [260, 266, 257] }));
    expect(text).toBe("Shown: process above outcome on Sums.");
  });

  it("says that a gap may be noise, however large the higher mean", () => {
    const text = said(resultsOf({ outcome: [200, 260, 150], process: [280, 210, 260] }));
    expect(text).toContain(
      "Not shown: a difference for 1 of 1 comparisons; each of these gaps may be noise.",
    );
    expect(text).not.toContain("above");
  });

  it("gives no verdict below three seeds", () => {
    expect(said(resultsOf({ outcome: [200, 201], process: [300, 301] }))).toContain("fewer than 3 seeds");
  });

  it("says practically equal where the interval lies within the margin", () => {
    expect(said(resultsOf({ outcome: [200, 201, 200], process: [200, 202, 201] }))).toContain(
      "Practically equal",
    );
  });

  it("puts the contrast declared before launch first, with its numbers", () => {
    const contrast = { arm: "process", baseline: "outcome", benchmark: "sums" };
    const text = said({ ...resultsOf({ outcome: [200, 204, 198], process: [260, 266, 257] }), contrast });
    expect(text).toMatch(
      /^Declared before launch: process − outcome on Sums is \+15\.\d points \[.*\], p .*, S = 3: distinguishable\.$/,
    );
  });

  it("tells imported results apart: what holds 0, what does not, and never a verdict", () => {
    const results = resultsOf({ outcome: [200], near: [206], far: [300] });
    const imported = {
      ...results,
      arms: results.arms.map((arm) => ({ ...arm, armId: null, source: "imported" as const })),
      cells: results.cells.map((cell) => ({ ...cell, runId: null, evaluationId: null, warmUpRunId: null })),
    };
    const text = said(imported);
    expect(text).toContain("one run on a side: retraining noise is unknown, so that no pair has a verdict.");
    expect(text).toContain(
      "Every interval holds 0 for near − outcome, before retraining noise is even counted",
    );
    expect(text).toContain(
      "far − outcome: question noise alone does not explain Sums, retraining noise may.",
    );
    const benchmarks = imported.benchmarks.map((each) => ({ ...each, clusters: 100 }));
    const clustered = said({ ...imported, benchmarks });
    expect(clustered).toContain("question noise may explain it still");
    expect(clustered).not.toContain("does not explain");
    expect(text).not.toMatch(/Shown:|istinguishable/);
  });

  it("says what is missing: nothing finished, work to come, failures that are not zeros", () => {
    const nothing = { ...resultsOf({ outcome: [], process: [] }), pending: 4, failed: 1 };
    expect(said(nothing)).toMatch(
      /Nothing can be said yet.*4 jobs are still to finish.*1 job ended without a result/,
    );
  });
});

describe("resultNames", () => {
  it("tells two arms of one name apart by where they come from", () => {
    const results = resultsOf({ a: [], b: [], c: [] });
    const names = ["mixed", "mixed", "process"];
    const origins = ["Quickstart", "Table 1", "Table 1"];
    const arms = results.arms.map((arm, i) => ({
      ...arm,
      name: names[i] ?? "",
      origin: origins[i] ?? null,
    }));
    const { arm } = resultNames({ ...results, arms });
    expect(["a", "b", "c"].map(arm)).toEqual(["mixed (Quickstart)", "mixed (Table 1)", "process"]);
  });
});

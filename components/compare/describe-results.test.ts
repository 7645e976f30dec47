import { describe, expect, it } from "vitest";
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

  it("says what is missing: nothing finished, work to come, failures that are not zeros", () => {
    const nothing = { ...resultsOf({ outcome: [], process: [] }), pending: 4, failed: 1 };
    expect(said(nothing)).toMatch(
      /Nothing can be said yet.*4 jobs are still to finish.*1 job ended without a result/,
    );
  });
});

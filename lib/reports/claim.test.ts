import { describe, expect, it } from "vitest";
import type { AblationResults } from "@/lib/contracts/results";
import { type ArmComparison, compareArms, type Verdict } from "@/lib/stats/ablation";
import { claimSentences } from "./claim";
import { resultsOf } from "./report-fixture";

const sentencesOf = (results: AblationResults) => claimSentences(results, compareArms(results));
const said = (results: AblationResults) => sentencesOf(results).join("\n");

const CLEAR = { outcome: { sums: [200, 204, 198] }, process: { sums: [260, 266, 257] } };
const NOISY = { outcome: { sums: [200, 260, 150] }, process: { sums: [280, 210, 260] } };
const EQUAL = { outcome: { sums: [200, 201, 200] }, process: { sums: [200, 202, 201] } };
const SHORT = { outcome: { sums: [200, 201] }, process: { sums: [300, 301] } };

describe("the claim that the evidence supports", () => {
  it("names seeds, questions, test, interval, Holm's family and what is random", () => {
    const text = said(resultsOf(CLEAR));
    expect(text).toContain("Distinguishable under Holm's adjustment over 1 declared comparison at 0.05");
    expect(text).toMatch(/process − outcome on sums, \+15\.\d points \[\+\d+\.\d, \+\d+\.\d\] \(95%; /);
    expect(text).toContain("3 shared seeds, 400 questions, paired t over seeds");
    expect(text).toContain("Random in these intervals: new seeds, same questions.");
  });

  it("says that a gap may be noise and what would have been seen, however large the higher mean", () => {
    const text = said(resultsOf(NOISY));
    expect(text).toMatch(/Not distinguishable under .*: 1 of 1 with a result .* may be noise\./);
    expect(text).toMatch(/These seeds would have shown \d+\.\d points/);
    expect(text).not.toMatch(/^Distinguishable|^Practically/m);
  });

  it("says practically equal with the margin", () => {
    expect(said(resultsOf(EQUAL))).toContain(
      "Practically equal, the 90% interval within ±2 points: process − outcome on sums",
    );
  });

  it("gives no verdict and no p value below three seeds", () => {
    const text = said(resultsOf(SHORT));
    expect(text).toContain("No verdict for 1 of 1 declared comparison with a result: fewer than 3 seeds");
    expect(text).not.toMatch(/p [=<]|istinguishable/);
  });

  it("puts the contrast declared before launch first and outside the family", () => {
    const contrast = { arm: "process", baseline: "outcome", benchmark: "sums" };
    const both = {
      outcome: { sums: [200, 204, 198], words: [200, 260, 150] },
      process: { sums: [260, 266, 257], words: [280, 210, 260] },
    };
    const [first, second] = sentencesOf(resultsOf(both, { contrast }));
    expect(first).toMatch(
      /^Declared before launch: process − outcome on sums is \+.*not adjusted .*: distinguishable from no difference\.$/,
    );
    expect(second).toMatch(/^Not distinguishable under Holm's adjustment over 1 declared comparison/);
  });

  it("never takes exploratory rows for findings", () => {
    const three = { sums: [200, 204, 198], words: [201, 203, 199] };
    const results = resultsOf({ outcome: three, process: { sums: [260, 266, 257], words: [261, 264, 258] } });
    expect(said(results)).not.toContain("mean over benchmarks");
  });

  it("begins with what is not finished, and counts failures as missing", () => {
    const [first, second] = sentencesOf(resultsOf(CLEAR, { pending: 4, failed: 1 }));
    expect(first).toBe("Not finished when this was frozen: 4 jobs still to come; what follows may change.");
    expect(second).toBe("1 job ended without a result: missing here, not zero.");
  });

  it("says that nothing can be said", () => {
    expect(said(resultsOf({ outcome: { sums: [] }, process: { sums: [] } }))).toBe(
      "Nothing can be said: no two declared arms have a finished evaluation on one benchmark.",
    );
  });

  it("never exceeds the verdicts, whatever they are together", () => {
    const verdicts: Verdict[] = [
      "distinguishable",
      "practically-equal",
      "not-distinguishable",
      "not-enough-seeds",
    ];
    const heads: Record<Verdict, RegExp> = {
      distinguishable: /^Distinguishable under/m,
      "practically-equal": /^Practically equal/m,
      "not-distinguishable": /^Not distinguishable under/m,
      "not-enough-seeds": /^No verdict for/m,
    };
    const results = resultsOf(CLEAR);
    const comparison = compareArms(results);
    const [sample] = comparison.comparisons;
    if (!sample) throw new Error("the fixture compares two arms");
    for (let mask = 1; mask < 16; mask += 1) {
      const chosen = verdicts.filter((_, i) => mask & (1 << i));
      const comparisons = chosen.map((verdict): ArmComparison => ({ ...sample, verdict }));
      const text = claimSentences(results, { ...comparison, comparisons }).join("\n");
      for (const verdict of verdicts) expect(heads[verdict].test(text)).toBe(chosen.includes(verdict));
    }
  });

  it("does not let reported numbers on clustered questions pass for more than their counts can say", () => {
    const results = resultsOf({ a: { sums: [200] }, b: { sums: [300] } });
    const reported: AblationResults = {
      ...results,
      arms: results.arms.map((arm) => ({ ...arm, armId: null, source: "imported" })),
    };
    expect(said(reported)).not.toContain("clusters");
    const benchmarks = reported.benchmarks.map((each) => ({ ...each, clusters: 100 }));
    expect(said({ ...reported, benchmarks })).toContain("400 questions come in 100 clusters");
  });

  it("tells of seeds that were added after results were known", () => {
    const seedsAdded: AblationResults["seedsAdded"] = [
      {
        ...{ at: "2026-11-20T12:00:00.000Z", seeds: [3], seedsBefore: 2, finishedSeeds: 2 },
        ...{ evaluationsKnown: 4, codeVersion: "a", launchCodeVersion: "a", rewrite: "reused" },
        environmentDifferences: [],
      },
    ];
    expect(said(resultsOf(CLEAR, { seedsAdded }))).toContain("optional stopping");
  });
});

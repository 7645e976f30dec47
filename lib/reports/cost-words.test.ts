import { describe, expect, it } from "vitest";
import { fieller, ratioInterval, tInterval } from "@/lib/stats";
import { pointSentence, ratioWords } from "./cost-words";

const price = (costs: number[], gains: number[]) =>
  pointSentence({
    kind: "priced",
    seeds: costs.map((cost, i) => ({ seed: i + 1, cost, gain: gains[i] ?? 0 })),
    cost: tInterval(costs, 0.95),
    gain: tInterval(gains, 0.95),
    set: fieller(costs, gains, { level: 0.95 }),
  });

describe("the price of a point", () => {
  it("is a number with bounds where accuracy was surely gained", () => {
    expect(price([100_000, 110_000, 105_000], [10, 11, 10.5])).toMatch(
      /^Accuracy gained: \+10\.5 points \[.*\] \(95%\), mean over benchmarks, S = 3\. Price of a point of accuracy \(Fieller\): 10\.0k \[.*\] extra tokens per point\.$/,
    );
  });

  it("has no number where the gain may be 0", () => {
    const said = price([100_000, 110_000, 105_000], [3, -2, 1]);
    expect(said).toContain("(Fieller): unbounded; the gain's interval");
    expect(said).not.toMatch(/\d extra tokens per point\./);
  });

  it("buys nothing where accuracy was lost", () => {
    expect(price([100_000, 110_000, 105_000], [-10, -11, -10.5])).toContain(
      "no gain; accuracy is 10.5 points lower",
    );
  });

  it("says why there is none", () => {
    expect(price([100_000], [3])).toContain("one seed");
    expect(pointSentence({ kind: "none", words: "no finished training" })).toBe(
      "Price of a point of accuracy: no finished training.",
    );
  });
});

describe("times the baseline", () => {
  const ratio = (a: number[], b: number[]) =>
    ratioWords({
      ...{ arm: "a", baseline: "b", measure: "tokens", paired: true },
      ratio: ratioInterval(a, b, { paired: true, level: 0.95 }),
    });

  it("carries its interval, method and S", () => {
    expect(ratio([500, 520, 510], [100, 101, 103])).toMatch(
      /^5\.0\d× \[4\.\d\d, 5\.\d\d\] the tokens sampled \(paired t on logarithms over seeds, S = 3\)$/,
    );
  });

  it("says why there is none", () => {
    expect(ratio([500], [100])).toBe(
      "tokens sampled: 5.00×, one seed: a ratio without an interval, retraining noise unknown",
    );
    expect(ratio([500, 510], [0, 0])).toContain("a value of 0 or below has no ratio");
  });
});

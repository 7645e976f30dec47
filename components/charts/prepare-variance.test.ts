import { describe, expect, it } from "vitest";
import type { VarianceStrip } from "@/lib/stats/ablation";
import { partsOf, prepareVariance } from "./prepare-variance";

const strip: VarianceStrip = {
  arm: "outcome",
  benchmark: "sums",
  shares: [
    { part: "seed", share: 0.1 },
    { part: "question", share: 0.6 },
    { part: "rest", share: 0.3 },
  ],
  total: 0.2,
  seeds: 3,
  questions: 300,
  missing: 0,
  decodes: 1,
  sentence: "",
};

describe("prepareVariance", () => {
  it("lays the shares end to end over the whole strip, with S and n", () => {
    const [row] = prepareVariance(["outcome"], () => strip);
    expect(row?.segments.map(({ from }) => Number(from.toFixed(6)))).toEqual([0, 0.1, 0.7]);
    expect(row?.segments.at(-1)?.to).toBeCloseTo(1, 12);
    expect(row?.basis).toBe("S = 3, n = 300");
  });

  it("keeps an arm without a strip and says why, since that is no variance of zero", () => {
    const [row] = prepareVariance(["outcome"], () => null);
    expect(row?.segments).toEqual([]);
    expect(row?.basis).toContain("two seeds");
  });

  it("names each part once for the legend, in the order of the strips", () => {
    const rows = prepareVariance(["a", "b"], (arm) => (arm === "a" ? strip : { ...strip, decodes: 4 }));
    expect(partsOf(rows)).toEqual(["seed", "question", "rest"]);
    expect(rows[1]?.basis).toContain("4 decodes");
  });
});

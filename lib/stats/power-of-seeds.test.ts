import { describe, expect, it } from "vitest";
import { compareArms } from "./ablation/compare-arms";
import { inputOf } from "./ablation/compare-fixture";
import { moreSeeds } from "./ablation/more-seeds";
import { tCdf } from "./distributions";
import { noncentralTCdf } from "./noncentral-t";
import { seedsNeeded } from "./power";
import { detectableEffect, powerByEffect, powerCurve, powerOf, seedsForPower } from "./power-of-seeds";
import { randomStream } from "./random";
import { pairedT } from "./seeds";

describe("noncentralTCdf", () => {
  // Integrals over the chi distribution with 40 digits (mpmath).
  it.each([
    [12.7, 1, 6, 0.6376527675644695],
    [4.3, 2, 0.5, 0.9491015950873579],
    [-0.3, 2.5, -1.5, 0.8884161336849975],
    [2.776, 4, 2.8, 0.4363221007780718],
    [-2.776, 4, 2.8, 8.723607837723704e-6],
    [4.3, 4, 12, 2.8915326495714403e-5],
    [0, 8, 1, 0.15865525393145705],
    [0.5, 38, 12, 7.932783643499618e-31],
    [2.776, 200, 2.8, 0.4891385509027579],
  ])("P(T <= %d) at df %d, ncp %d", (t, df, ncp, expected) => {
    expect(Math.abs(noncentralTCdf(t, df, ncp) - expected)).toBeLessThan(1e-13);
  });

  it("is Student's t without an effect, rises with t, falls with the effect, and is symmetric", () => {
    for (const df of [1, 2.5, 8, 60]) {
      for (let t = -6; t <= 6; t += 0.75) {
        expect(noncentralTCdf(t, df, 0)).toBeCloseTo(tCdf(t, df), 13);
        expect(noncentralTCdf(t, df, 1.3)).toBeCloseTo(1 - noncentralTCdf(-t, df, -1.3), 13);
        expect(noncentralTCdf(t + 0.1, df, 2)).toBeGreaterThan(noncentralTCdf(t, df, 2));
        expect(noncentralTCdf(t, df, 2.1)).toBeLessThan(noncentralTCdf(t, df, 2));
      }
    }
  });
});

describe("power over seeds", () => {
  it("is the exact one that the golden file notes beside the approximation", () => {
    expect(powerOf(2, 1, 6)).toBeCloseTo(0.8764, 4);
    expect(seedsNeeded(2, 1)).toBe(6);
  });

  it("is the share of significant tests in simulated seeds", () => {
    const stream = randomStream(5);
    const repetitions = 4_000;
    let called = 0;
    for (let i = 0; i < repetitions; i += 1) {
      const each = Array.from({ length: 4 }, () => 1.5 + stream.normal());
      called += Number((pairedT(each, [0, 0, 0, 0]).p ?? 1) < 0.05);
    }
    const power = powerOf(1.5, 1, 4, { design: "paired" }) ?? 0;
    expect(Math.abs(called / repetitions - power)).toBeLessThan(
      4 * Math.sqrt((power * (1 - power)) / repetitions),
    );
  });

  it("is the level without an effect, and rises with effect and seeds", () => {
    expect(powerOf(0, 1, 5)).toBeCloseTo(0.05, 12);
    expect(powerOf(0, 1, 5, { alpha: 0.01 })).toBeCloseTo(0.01, 12);
    const bySeeds = powerCurve(0.02, { effect: 0.03, design: "paired" });
    const byEffect = powerByEffect(0.02, { seeds: 5, effects: [0, 0.01, 0.02, 0.05] });
    expect(bySeeds.map(({ seeds }) => seeds)).toEqual(Array.from({ length: 19 }, (_, i) => i + 2));
    for (const curve of [bySeeds, byEffect]) {
      const powers = curve.map(({ power }) => power ?? -1);
      expect([...powers].sort((a, b) => a - b)).toEqual(powers);
    }
    expect(powerOf(-0.03, 0.02, 5)).toBe(powerOf(0.03, 0.02, 5));
  });

  it("the detectable effect has exactly its power, and the seeds needed are the fewest that reach it", () => {
    for (const design of ["paired", "unpaired"] as const) {
      for (const seeds of [2, 3, 5, 12]) {
        const effect = detectableEffect(seeds, 0.02, { design }) ?? 0;
        expect(powerOf(effect, 0.02, seeds, { design })).toBeCloseTo(0.8, 8);
      }
      for (const effect of [0.005, 0.013, 0.02, 0.05, 0.3]) {
        const seeds = seedsForPower(effect, 0.02, { design }) ?? 0;
        expect(powerOf(effect, 0.02, seeds, { design })).toBeGreaterThanOrEqual(0.8);
        if (seeds > 2) expect(powerOf(effect, 0.02, seeds - 1, { design })).toBeLessThan(0.8);
      }
    }
  });

  it("knows nothing below two seeds, without spread, or of no effect", () => {
    expect(powerOf(0.1, 0.02, 1)).toBeNull();
    expect(powerOf(0.1, 0, 5)).toBeNull();
    expect(detectableEffect(1, 0.02)).toBeNull();
    expect(seedsForPower(0, 0.02)).toBeNull();
    expect(seedsForPower(0.1, 0)).toBeNull();
    expect(seedsForPower(1e-6, 0.02)).toBeNull();
  });
});

describe("moreSeeds", () => {
  const correct = { easy: { outcome: [150, 180, 165], process: [170, 160, 175] } };
  const [comparison] = compareArms(inputOf(correct)).comparisons;
  if (!comparison) throw new Error("no comparison");
  const options = { alpha: 0.05, power: 0.8 };

  it("draws the observed and a chosen effect, and agrees with the comparison's own numbers", () => {
    const more = moreSeeds(comparison, 0.05, options);
    expect(more).toMatchObject({
      seeds: 3,
      design: "paired",
      minimumDetectable: comparison.minimumDetectable,
    });
    expect(more?.observed?.seedsNeeded).toBe(comparison.seedsNeeded);
    expect(more?.chosen.effect).toBe(0.05);
    for (const each of [more?.chosen]) {
      const crossing = each?.curve.find(({ power }) => (power ?? 0) >= 0.8);
      expect(crossing?.seeds ?? each?.seedsNeeded).toBe(each?.seedsNeeded);
      expect(each?.curve.find(({ seeds }) => seeds === 3)?.power).toBe(each?.powerNow);
    }
    expect(more?.sentences.join(" ")).toContain("only restates its p value");
  });

  it("has no observed curve where nothing was observed, and nothing without a spread", () => {
    expect(moreSeeds({ ...comparison, diff: 0 }, 0.02, options)?.observed).toBeNull();
    expect(moreSeeds({ ...comparison, sd: null }, 0.02, options)).toBeNull();
    expect(moreSeeds({ ...comparison, armSeeds: 1 }, 0.02, options)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { holm } from "../multiple";
import { pairedT, welch } from "../seeds";
import { type CompareInput, compareArms } from "./compare-arms";
import { inputOf } from "./compare-fixture";
import { VERDICT_WORDS } from "./types";

const clear = { easy: { outcome: [150, 160, 155], process: [211, 219, 216] } };
const only = (input: CompareInput, options = {}) => {
  const [comparison, ...others] = compareArms(input, options).comparisons;
  expect(others).toEqual([]);
  if (!comparison) throw new Error("no comparison");
  return comparison;
};
const unshared = (input: CompareInput): CompareInput => ({
  ...input,
  cells: input.cells.map((cell) => (cell.arm === "outcome" ? cell : { ...cell, warmUpRunId: null })),
});

describe("comparisons", () => {
  it("pairs by seed where both arms share their warm-ups", () => {
    const comparison = only(inputOf(clear));
    const expected = pairedT(
      [211, 219, 216].map((x) => x / 300),
      [150, 160, 155].map((x) => x / 300),
    );
    expect(comparison).toMatchObject({
      arm: "process",
      baseline: "outcome",
      design: "paired",
      armSeeds: 3,
      diff: expected.diff,
    });
    expect(comparison.p).toBe(expected.p);
    expect(comparison.interval).toMatchObject({
      lo: expected.lo,
      hi: expected.hi,
      method: "paired t over seeds",
    });
    expect(comparison.seedDifferences.map(({ seed }) => seed)).toEqual([0, 1, 2]);
    expect(comparison.verdict).toBe("distinguishable");
    expect(comparison.sentence).toContain("Distinguishable: process is above outcome.");
  });

  it("uses Welch where one arm has no warm-up of its seeds", () => {
    const comparison = only(unshared(inputOf(clear)));
    const expected = welch(
      [211, 219, 216].map((x) => x / 300),
      [150, 160, 155].map((x) => x / 300),
    );
    expect(comparison).toMatchObject({ design: "unpaired", p: expected.p, seedDifferences: [] });
    expect(comparison.interval?.method).toBe("Welch's t over seeds");
  });

  it("leaves out seeds that only one arm has finished, when pairing", () => {
    const comparison = only(inputOf({ easy: { outcome: [150, 160, 155, 290], process: [211, 219, 216] } }));
    expect(comparison).toMatchObject({ armSeeds: 3, baselineSeeds: 3 });
  });

  it("gives no verdict and no p in words below three seeds, however clear the difference", () => {
    const comparison = only(inputOf({ easy: { outcome: [10, 11], process: [290, 291] } }));
    expect(comparison.verdict).toBe("not-enough-seeds");
    expect(comparison.sentence).toContain("Not enough seeds: 2 seeds carry no verdict, 3 do.");
    const single = only(inputOf({ easy: { outcome: [10], process: [290] } }));
    expect(single.sentence).toContain("Not enough seeds: 1 seed carries no verdict, 3 do.");
    expect(comparison.sentence).not.toMatch(/p [=<]/);
  });

  it("practically equal needs the 90% interval inside ±delta, and states a significant difference", () => {
    const close = inputOf({ easy: { outcome: [200, 210, 190], process: [202, 212, 193] } });
    expect(only(close, { delta: 0.02 })).toMatchObject({ verdict: "practically-equal" });
    expect(only(close, { delta: 0.02 }).sentence).toContain(
      "although the difference is significant (p = .020)",
    );
    expect(only(close, { delta: 0.005 })).toMatchObject({ verdict: "distinguishable" });
  });

  it("not distinguishable says what could have been seen and how many seeds the observed one needs", () => {
    const comparison = only(inputOf({ easy: { outcome: [150, 180, 165], process: [170, 160, 175] } }));
    expect(comparison.verdict).toBe("not-distinguishable");
    expect(comparison.minimumDetectable).toBeGreaterThan(Math.abs(comparison.diff ?? 1));
    expect(comparison.sentence).toMatch(/could have shown .* points .*about \d+ seeds per arm are needed/);
  });

  it("does not read certainty out of seeds without spread", () => {
    const comparison = only(inputOf({ easy: { outcome: [120, 90, 180], process: [150, 120, 210] } }));
    expect(comparison).toMatchObject({
      verdict: "not-distinguishable",
      p: null,
      interval: null,
      minimumDetectable: null,
    });
    expect(comparison.sentence).toContain("no spread at all");
  });

  it("says that nothing is finished", () => {
    const comparison = only(inputOf({ easy: { outcome: [], process: [] } }));
    expect(comparison).toMatchObject({ diff: null, verdict: "not-enough-seeds" });
    expect(comparison.sentence).toBe("No two finished evaluations to compare yet.");
  });
});

describe("the family", () => {
  const three = {
    easy: { a: [150, 160, 155], b: [171, 189, 176], c: [151, 166, 150] },
    hard: { a: [50, 60, 55], b: [71, 69, 76], c: [] as number[] },
  };

  it("is all pairs x benchmarks without a baseline, all against it with one", () => {
    expect(compareArms(inputOf(three)).familySize).toBe(6);
    const { comparisons, familySize } = compareArms(inputOf(three, { baselineArm: "b" }));
    expect(familySize).toBe(4);
    expect(comparisons.every(({ baseline }) => baseline === "b")).toBe(true);
  });

  it("adjusts by Holm over all of it, unfinished ones counted", () => {
    const declared = compareArms(inputOf(three)).comparisons.filter(({ role }) => role === "declared");
    expect(declared.filter(({ p }) => p === null)).toHaveLength(2);
    const expected = holm(declared.map(({ p }) => p ?? 1));
    expect(declared.map(({ pAdjusted }) => pAdjusted)).toEqual(
      declared.map(({ p }, i) => (p === null ? null : expected[i])),
    );
    expect(declared.every(({ familySize }) => familySize === 6)).toBe(true);
  });

  it("leaves the declared contrast outside, whichever way round it was declared", () => {
    const contrast = { arm: "a", baseline: "b", benchmark: "easy" };
    const { comparisons, familySize } = compareArms(inputOf(three, { contrast }));
    expect(familySize).toBe(5);
    const [first] = comparisons;
    expect(first).toMatchObject({ role: "contrast", arm: "a", baseline: "b", familySize: 1 });
    expect(first?.pAdjusted).toBe(first?.p);
    const same = comparisons.filter(({ arm, baseline, benchmark }) => {
      return benchmark === "easy" && [arm, baseline].sort().join() === "a,b";
    });
    expect(same).toHaveLength(1);
  });

  it("keeps the mean over benchmarks and undeclared warm-ups out, as exploratory", () => {
    const input = inputOf(three);
    const arms = input.arms.map((arm) => (arm.key === "a" ? { ...arm, armId: null } : arm));
    const { comparisons, familySize } = compareArms({ ...input, arms });
    expect(familySize).toBe(2);
    const exploratory = comparisons.filter(({ role }) => role === "exploratory");
    expect(exploratory.every(({ benchmark, baseline }) => benchmark === null || baseline === "a")).toBe(true);
    expect(
      exploratory.every(({ sentence }) => sentence.includes("Exploratory") || sentence.startsWith("No two")),
    ).toBe(true);
  });

  it("gives an exploratory row no verdict in words, however clear its numbers are", () => {
    const clear = {
      easy: { a: [100, 110, 105], b: [161, 169, 166] },
      hard: { a: [50, 60, 55], b: [111, 119, 116] },
    };
    const mean = compareArms(inputOf(clear)).comparisons.find(({ benchmark }) => benchmark === null);
    expect(mean?.p).toBeLessThan(0.01);
    expect(mean?.sentence).toContain("not adjusted. No verdict. Exploratory");
    expect(mean?.sentence).not.toMatch(/distinguishable|above|practically/i);
  });

  it("does not change when arms are relabelled or cells come in another order", () => {
    const input = inputOf(three);
    const rename = (key: string) => `x${key}`;
    const renamed: CompareInput = {
      ...input,
      arms: input.arms.map((arm) => ({ ...arm, key: rename(arm.key) })),
      cells: input.cells.map((cell) => ({ ...cell, arm: rename(cell.arm) })).reverse(),
    };
    const numbers = ({ comparisons }: ReturnType<typeof compareArms>) =>
      comparisons.map(({ diff, p, pAdjusted, verdict, interval }) => ({
        diff,
        p,
        pAdjusted,
        verdict,
        interval,
      }));
    expect(numbers(compareArms(renamed))).toEqual(numbers(compareArms(input)));
  });

  it("names every verdict in words", () => {
    expect(Object.values(VERDICT_WORDS)).toEqual([
      "not enough seeds",
      "practically equal",
      "distinguishable",
      "not distinguishable",
    ]);
    expect(compareArms(inputOf(three)).method.join(" ")).toContain("6 declared comparisons");
  });
});

import { describe, expect, it } from "vitest";
import type { ResultCell } from "@/lib/contracts/results";
import { holm } from "../multiple";
import { pairedT, tInterval, welch } from "../seeds";
import { type CompareInput, compareArms } from "./compare-arms";
import { VERDICT_WORDS } from "./types";

const QUESTIONS = 300;
type Correct = Record<string, Record<string, number[]>>;

/** Cells from right answers: benchmark -> arm -> one count per seed 0, 1, 2, … */
function cellsOf(correct: Correct): ResultCell[] {
  return Object.entries(correct).flatMap(([benchmark, arms]) =>
    Object.entries(arms).flatMap(([arm, counts]) =>
      counts.map((right, seed) => ({
        arm,
        seed,
        benchmark,
        runId: `run_${arm}${seed}`,
        evaluationId: `evl_${arm}${seed}`,
        trainStep: 100,
        correct: right,
        graded: QUESTIONS,
        ungraded: 0,
        decodes: 1,
        temperature: 0,
      })),
    ),
  );
}

function inputOf(correct: Correct, over: Partial<CompareInput> = {}): CompareInput {
  const keys = [...new Set(Object.values(correct).flatMap((arms) => Object.keys(arms)))];
  return {
    arms: keys.map((key, position) => ({
      key,
      armId: `arm_${key}`,
      name: key,
      position,
      sharesWarmUp: true,
    })),
    benchmarks: Object.keys(correct).map((key) => ({ key, title: key, questions: QUESTIONS })),
    cells: cellsOf(correct),
    baselineArm: null,
    contrast: null,
    ...over,
  };
}

const clear = { easy: { outcome: [150, 160, 155], process: [211, 219, 216] } };
const only = (input: CompareInput, options = {}) => {
  const [comparison, ...others] = compareArms(input, options).comparisons;
  expect(others).toEqual([]);
  if (!comparison) throw new Error("no comparison");
  return comparison;
};
const unshared = (input: CompareInput): CompareInput => ({
  ...input,
  arms: input.arms.map((arm) => ({ ...arm, sharesWarmUp: arm.key === "outcome" })),
});

describe("arms", () => {
  it("three seeds: mean and t interval over seeds, n named", () => {
    const [summary] = compareArms(inputOf(clear)).summaries;
    const { mean, lo, hi } = tInterval([150 / 300, 160 / 300, 155 / 300]);
    expect(summary).toMatchObject({
      arm: "outcome",
      benchmark: "easy",
      claim: "verdict",
      seedCount: 3,
      mean,
      questions: 300,
    });
    expect(summary?.interval).toMatchObject({
      lo,
      hi,
      level: 0.95,
      method: "t over seeds",
      random: "new seeds, same questions",
    });
    expect(summary?.sentence).toContain("3 seeds, 300 questions");
  });

  it("one seed: Wilson on the questions, and retraining noise unknown", () => {
    const [summary] = compareArms(inputOf({ easy: { outcome: [0] } })).summaries;
    expect(summary).toMatchObject({
      claim: "question-only",
      sd: null,
      interval: { lo: 0, method: "Wilson" },
    });
    expect(summary?.interval?.hi).toBeCloseTo(0.01264, 4);
    expect(summary?.sentence).toContain("Retraining noise unknown");
  });

  it("two seeds: grey, no verdict; the interval is not clipped and says so", () => {
    const [summary] = compareArms(inputOf({ easy: { outcome: [20, 40] } })).summaries;
    expect(summary).toMatchObject({ claim: "grey", beyondRange: true });
    expect(summary?.interval?.lo).toBeLessThan(0);
    expect(summary?.sentence).toContain("no verdict");
  });

  it("nothing finished is nothing, and a wholly ungraded evaluation is not a zero", () => {
    const cells = cellsOf({ easy: { outcome: [0] } }).map((cell) => ({
      ...cell,
      graded: 0,
      ungraded: QUESTIONS,
    }));
    const [summary] = compareArms(inputOf({ easy: { outcome: [] } }, { cells })).summaries;
    expect(summary).toMatchObject({
      claim: "nothing",
      mean: null,
      interval: null,
      sentence: "No finished evaluation yet.",
    });
  });

  it("several decodes count questions, not decodes", () => {
    const cells = cellsOf({ easy: { outcome: [600] } }).map((cell) => ({
      ...cell,
      graded: 1200,
      decodes: 4,
    }));
    const single = compareArms(inputOf({ easy: { outcome: [150] } })).summaries[0];
    const [summary] = compareArms(inputOf({ easy: { outcome: [0] } }, { cells })).summaries;
    expect(summary?.interval).toEqual(single?.interval);
  });

  it("missing verdicts are counted and shown both ways", () => {
    const cells = cellsOf({ easy: { outcome: [150] } }).map((cell) => ({
      ...cell,
      graded: 250,
      ungraded: 50,
    }));
    const [summary] = compareArms(inputOf({ easy: { outcome: [0] } }, { cells })).summaries;
    expect(summary).toMatchObject({ mean: 0.6, ungraded: 50, meanIfWrong: 0.5 });
    expect(summary?.meanIfRight).toBeCloseTo(200 / 300, 12);
    expect(summary?.sentence).toContain(
      "50 decodes without a verdict left out: 50.0% if wrong, 66.7% if right.",
    );
  });

  it("takes the newest checkpoint of a seed", () => {
    const cells = cellsOf({ easy: { outcome: [30] } });
    const older = cells.map((cell) => ({ ...cell, trainStep: 50, correct: 300 }));
    const { summaries } = compareArms(inputOf({ easy: { outcome: [] } }, { cells: [...cells, ...older] }));
    expect(summaries[0]).toMatchObject({ seedCount: 1, mean: 0.1 });
  });

  it("the mean over benchmarks weighs each the same, wants both of a seed, and is exploratory", () => {
    const correct = { easy: { outcome: [300, 150, 0] }, hard: { outcome: [0, 150] } };
    const { summaries } = compareArms(inputOf(correct));
    expect(summaries.at(-1)).toMatchObject({
      benchmark: null,
      exploratory: true,
      seedCount: 2,
      mean: 0.5,
      questions: 600,
    });
    expect(compareArms(inputOf(clear)).summaries.every(({ benchmark }) => benchmark !== null)).toBe(true);
  });
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
    expect(comparison.sentence).toContain("Not enough seeds");
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

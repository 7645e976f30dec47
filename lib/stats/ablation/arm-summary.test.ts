import { describe, expect, it } from "vitest";
import { tInterval } from "../seeds";
import { compareArms } from "./compare-arms";
import { cellsOf, inputOf, QUESTIONS } from "./compare-fixture";

const clear = { easy: { outcome: [150, 160, 155], process: [211, 219, 216] } };
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

  it("seeds without any spread: the noise cannot be told, so no interval without width is shown", () => {
    for (const right of [0, 150, QUESTIONS]) {
      const [summary] = compareArms(inputOf({ easy: { outcome: [right, right, right] } })).summaries;
      expect(summary).toMatchObject({ mean: right / QUESTIONS, sd: 0, interval: null, claim: "verdict" });
      expect(summary?.sentence).toContain("no spread");
    }
    const thirds = [0.1 + 0.2, 0.3, 0.3].map((share) => share * QUESTIONS);
    expect(compareArms(inputOf({ easy: { outcome: thirds } })).summaries[0]?.interval).toBeNull();
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

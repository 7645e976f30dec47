import { describe, expect, it } from "vitest";
import type { ResultCost } from "@/lib/contracts/results";
import { costsByArm } from "./costs";
import { whatSeedsCanShow } from "./seeds-can-show";
import { percent, points, pValue, signedPoints } from "./words";

describe("whatSeedsCanShow", () => {
  it("states the permutation floors of statistics.md", () => {
    const floors = [3, 4, 5].map((seeds) => whatSeedsCanShow(seeds, 300, 0.02).permutationFloor);
    expect(floors.map((floor) => floor?.toFixed(4))).toEqual(["0.1000", "0.0286", "0.0079"]);
    expect(whatSeedsCanShow(3, 300, 0.02).sentences.join(" ")).toContain("cannot go below p = .100");
  });

  it("claims by S", () => {
    expect([0, 1, 2, 3].map((seeds) => whatSeedsCanShow(seeds, 300, 0.02).claim)).toEqual([
      "nothing",
      "question-only",
      "grey",
      "verdict",
    ]);
    expect(whatSeedsCanShow(1, 300, 0.02)).toMatchObject({
      minimumDetectable: { paired: null, unpaired: null },
    });
    expect(whatSeedsCanShow(1, 300, 0.02).sentences.join(" ")).toContain("retraining noise stays unknown");
  });

  it("more seeds show smaller differences, and what is needed is consistent with it", () => {
    const few = whatSeedsCanShow(3, 300, 0.02);
    const many = whatSeedsCanShow(10, 300, 0.02);
    expect(many.minimumDetectable.paired).toBeLessThan(few.minimumDetectable.paired ?? 0);
    const twoPoints = few.seedsNeeded.find(({ difference }) => difference === 0.02);
    expect(whatSeedsCanShow(twoPoints?.paired ?? 0, 300, 0.02).minimumDetectable.paired).toBeLessThanOrEqual(
      0.02,
    );
  });

  it("knows the width of one run, and does without questions", () => {
    expect(whatSeedsCanShow(3, 300, 0.02).questionHalfWidth).toBeCloseTo(0.0562, 4);
    expect(whatSeedsCanShow(3, 0, 0.02)).toMatchObject({ questionHalfWidth: null });
    expect(whatSeedsCanShow(3, 300, 0.02, 6).sentences.join(" ")).toContain("p < 0.0083");
  });
});

describe("costsByArm", () => {
  const cost = (
    arm: string,
    seed: number,
    continuationTokens: number,
    status: ResultCost["status"] = "succeeded",
  ) => ({
    arm,
    seed,
    runId: `run_${arm}${seed}`,
    status,
    trainSteps: 150,
    responseTokens: 1000,
    continuationTokens,
    activeMs: 60_000,
    gpuMs: 0,
    seconds: { responses: 10, continuations: 40, grading: 1, update: 9 },
  });

  it("averages finished trainings only, with n, and the factor that continuations cost", () => {
    const [outcome, process] = costsByArm([
      cost("outcome", 0, 0),
      cost("process", 0, 9_000),
      cost("process", 1, 11_000),
      cost("process", 2, 10, "running"),
    ]);
    expect(outcome).toMatchObject({ arm: "outcome", seedCount: 1, tokenFactor: { mean: 1, lo: null } });
    expect(process).toMatchObject({
      seedCount: 2,
      tokenFactor: { n: 2, mean: 11 },
      activeSeconds: { mean: 60 },
    });
    expect(process?.phases.continuations.mean).toBe(40);
  });

  it("an arm without a finished training has no cost yet, rather than a cost of 0", () => {
    const [only] = costsByArm([cost("process", 0, 5, "failed")]);
    expect(only).toMatchObject({
      seedCount: 0,
      responseTokens: { n: 0, mean: null },
      tokenFactor: { mean: null },
    });
  });
});

describe("words", () => {
  it("read as people write them", () => {
    expect([signedPoints(0.038), signedPoints(-0.024), signedPoints(-0.0001)]).toEqual([
      "+3.8",
      "−2.4",
      "0.0",
    ]);
    expect([points(0.01), points(-0.025), percent(0.5972)]).toEqual(["1.0 point", "2.5 points", "59.7%"]);
    expect([pValue(0.0004), pValue(0.05), pValue(1)]).toEqual(["p < .001", "p = .050", "p = 1"]);
  });
});

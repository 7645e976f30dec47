import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StepLabel } from "@/lib/contracts";
import { againstLabels, type Comparison, firstErrorByScore } from "./against-labels";
import { truthOfAdjudication, truthOfMajority } from "./truth";

const compared = (
  labels: StepLabel[],
  values: (number | null)[],
  changes: Partial<Comparison> = {},
): Comparison => ({
  stepCount: labels.length,
  truth: { labels: new Map(labels.map((l, i) => [i + 1, l])), firstError: labels.indexOf("bad") + 1 },
  ...{ values, stated: undefined, ...changes },
});
const judged = (labels: [number, StepLabel][], firstError: number | null = null) => ({
  labels: new Map(labels),
  firstError,
});

describe("firstErrorByScore", () => {
  it("is the first step below the bound, 0 where none is, and nothing behind a step without a score", () => {
    expect(firstErrorByScore([1, 0.5, 0.25], 0.5)).toBe(3);
    expect(firstErrorByScore([1, 0.5], 0.5)).toBe(0);
    expect(firstErrorByScore([1, null, 0], 0.5)).toBeNull();
    expect(firstErrorByScore([0.25, 0, 0], 0)).toBe(2);
    expect(firstErrorByScore([], 0.5)).toBeNull();
  });
});

describe("againstLabels", () => {
  it("leaves neutral and unscored steps out, and counts them", () => {
    const found = againstLabels([compared(["good", "neutral", "bad", "good"], [1, 0, 0, null])], 0.5);
    expect(found).toMatchObject({ good: 1, bad: 1, neutral: 1, unscored: 1, auc: { value: 1, n: 2 } });
    expect(found.brier).toMatchObject({ value: 0 });
    expect(found.firstError.unknown).toBe(0);
  });
  it("knows neither Brier nor calibration of values that are no shares", () => {
    const found = againstLabels([compared(["good", "bad"], [3.2, -1])], 0.5);
    expect(found).toMatchObject({ brier: null, calibration: [], auc: { value: 1 } });
  });
  it("takes a stated first error before the values, and counts those that cannot be told", () => {
    const found = againstLabels(
      [
        compared(["good", "bad"], [0, 0], { stated: 2 }),
        compared(["good", "good"], [1, 1]),
        compared(["good", "bad"], [null, 0]),
        compared(["good"], [1], { stated: null }),
      ],
      0.5,
    );
    expect(found.firstError).toMatchObject({ unknown: 2, f1: { value: 1, n: 2 } });
  });
  it("never leaves AUC outside 0 to 1, nor its interval", () => {
    const label = fc.constantFrom<StepLabel>("good", "neutral", "bad");
    const one = fc.array(fc.tuple(label, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 7 }), (traces) => {
        const { auc } = againstLabels(
          traces.map((steps) =>
            compared(
              steps.map(([l]) => l),
              steps.map(([, v]) => v),
            ),
          ),
          0.5,
        );
        for (const v of [auc.value, auc.interval?.lo, auc.interval?.hi])
          if (v !== null && v !== undefined) expect(v >= 0 && v <= 1).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe("what counts as true", () => {
  it("is decided first, then what all agree on", () => {
    const raters = [
      judged([
        [1, "good"],
        [2, "bad"],
      ]),
      judged([
        [1, "good"],
        [2, "good"],
      ]),
    ];
    expect(truthOfAdjudication(judged([]), raters, 2)).toEqual({
      labels: new Map([[1, "good"]]),
      firstError: null,
    });
    const decided = truthOfAdjudication(judged([[2, "bad"]], 2), raters, 2);
    expect([...decided.labels].sort()).toEqual([
      [1, "good"],
      [2, "bad"],
    ]);
    expect(decided.firstError).toBe(2);
  });
  it("or what more than half say; a tie is nothing", () => {
    const three = [judged([[1, "good"]], 0), judged([[1, "bad"]], 0), judged([[1, "bad"]], 1)];
    expect(truthOfMajority(three, 1)).toEqual({ labels: new Map([[1, "bad"]]), firstError: 0 });
    expect(truthOfMajority(three.slice(0, 2), 1).labels.size).toBe(0);
  });
});

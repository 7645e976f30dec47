import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aucOfLevels,
  brierScore,
  calibrationCurve,
  expectedCalibrationError,
  rocAuc,
  type ScoredItem,
} from "./calibration";
import { clusterBootstrap } from "./cluster-bootstrap";
import { processBenchF1 } from "./first-error";

const SCORES = [0, 0.25, 0.25, 0.5, 0.5, 0.75, 1, 1, 0.75, 0, 0.25, 1, 0.5];
const GOOD = [0, 0, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 1];
const ITEMS: ScoredItem[] = SCORES.map((score, i) => ({ score, good: GOOD[i] === 1 }));
const items = fc.array(fc.record({ score: fc.integer({ min: 0, max: 8 }), good: fc.boolean() }), {
  maxLength: 30,
});

describe("rocAuc and brierScore", () => {
  it("agree with scikit-learn", () => {
    expect(rocAuc(ITEMS)).toBeCloseTo(0.7857142857142858, 14);
    expect(brierScore(ITEMS)).toBeCloseTo(0.1971153846153846, 14);
  });
  it("is the share of good-bad pairs in the right order, ties half", () => {
    fc.assert(
      fc.property(items, (list) => {
        const pairs = list
          .filter((x) => x.good)
          .flatMap((g) => list.filter((x) => !x.good).map((b) => Math.sign(g.score - b.score) / 2 + 0.5));
        const auc = rocAuc(list);
        if (pairs.length === 0) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(pairs.reduce((sum, x) => sum + x, 0) / pairs.length, 12);
      }),
    );
  });
  it("comes out the same without sorting, where the levels of the scores are known", () => {
    fc.assert(
      fc.property(items, (list) => {
        const found = aucOfLevels(
          list.map(({ score, good }) => ({ level: score, good })),
          9,
        );
        const sorted = rocAuc(list);
        if (sorted === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(sorted, 12);
      }),
    );
  });
  it("cannot tell from nothing", () => {
    expect(rocAuc([{ score: 1, good: true }])).toBeNull();
    expect(brierScore([])).toBeNull();
  });
});

describe("calibrationCurve", () => {
  it("counts every item once, 1 in the last bin, and leaves empty bins out", () => {
    const curve = calibrationCurve(ITEMS, 4);
    expect(curve.map(({ from, n, good }) => [from, n, good])).toEqual([
      [0, 2, 0],
      [0.25, 3, 1],
      [0.5, 3, 2],
      [0.75, 5, 4],
    ]);
    expect(curve[3]).toMatchObject({ to: 1, meanScore: 0.9, share: 0.8 });
    expect(expectedCalibrationError(curve)).toBeCloseTo(
      (2 * 0 + 3 * (1 / 3 - 0.25) + 3 * (2 / 3 - 0.5) + 5 * 0.1) / 13,
      12,
    );
  });
  it("refuses scores outside of 0 to 1", () => {
    expect(() => calibrationCurve([{ score: 1.01, good: true }])).toThrow(RangeError);
    expect(() => calibrationCurve([{ score: -0.01, good: true }])).toThrow(RangeError);
  });
});

describe("processBenchF1", () => {
  it("is the harmonic mean of both accuracies", () => {
    const pairs = [
      { said: 2, truth: 2 },
      { said: 1, truth: 2 },
      { said: 0, truth: 3 },
      { said: 4, truth: 4 },
      { said: 0, truth: 0 },
      { said: 0, truth: 0 },
      { said: 0, truth: 0 },
      { said: 5, truth: 0 },
    ];
    const { f1, onWrong, onRight } = processBenchF1(pairs);
    expect(onWrong).toMatchObject({ p: 0.5, n: 4 });
    expect(onRight).toMatchObject({ p: 0.75, n: 4 });
    expect(f1).toBeCloseTo(0.6, 12);
  });
  it("is 0 where nothing was hit and unknown where one kind is missing", () => {
    expect(
      processBenchF1([
        { said: 1, truth: 0 },
        { said: 1, truth: 2 },
      ]).f1,
    ).toBe(0);
    expect(processBenchF1([{ said: 0, truth: 0 }]).f1).toBeNull();
  });
});

describe("clusterBootstrap", () => {
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  it("gives the same interval for the same seed, around the estimate", () => {
    const clusters = Array.from({ length: 40 }, (_, i) => [i % 7, (i * 3) % 5]);
    const first = clusterBootstrap(clusters, mean, { seed: 1 });
    expect(clusterBootstrap(clusters, mean, { seed: 1 })).toEqual(first);
    expect(first.lo).toBeLessThan(first.estimate ?? 0);
    expect(first.hi).toBeGreaterThan(first.estimate ?? 0);
  });
  it("draws whole clusters: copies within one do not narrow it", () => {
    const single = Array.from({ length: 30 }, (_, i) => [i % 2]);
    const copied = single.map((items) => Array.from({ length: 50 }, () => items[0] ?? 0));
    const [one, many] = [single, copied].map((clusters) => clusterBootstrap(clusters, mean, { seed: 3 }));
    expect(many?.lo).toBe(one?.lo);
    expect(many?.hi).toBe(one?.hi);
  });
  it("says nothing of one cluster, and counts resamples of which nothing can be said", () => {
    expect(clusterBootstrap([[1, 2]], mean, { seed: 1 })).toMatchObject({ lo: null, hi: null, clusters: 1 });
    const needsBoth = (values: readonly number[]) =>
      values.includes(0) && values.includes(1) ? mean(values) : null;
    const found = clusterBootstrap([[0], [1]], needsBoth, { seed: 1, resamples: 100 });
    expect(found.undefinedResamples).toBeGreaterThan(20);
    expect(found.undefinedResamples).toBeLessThan(80);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupAdvantages, largestDrop, meanByStep, stepAdvantages } from "./advantages";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

const step = (successes: number, returned = 4) => ({ requested: 4, returned, successes });

describe("groupAdvantages", () => {
  it("divides by the SD with n - 1 plus 1e-4, and leaves out what has no reward", () => {
    const { mean, sd, n, advantages } = groupAdvantages([1, null, 3]);
    expect([mean, n]).toEqual([2, 2]);
    expect(sd).toBeCloseTo(Math.SQRT2, 12);
    expect(advantages[1]).toBeNull();
    expect(advantages[2]).toBeCloseTo(1 / (Math.SQRT2 + 1e-4), 12);
  });

  it("is 0 without signal and null without a baseline", () => {
    expect(groupAdvantages([0.5, 0.5, 0.5]).advantages).toEqual([0, 0, 0]);
    expect(groupAdvantages([0.7]).advantages).toEqual([0]);
    expect(groupAdvantages([null, null])).toEqual({ mean: null, sd: null, n: 0, advantages: [null, null] });
  });

  it("does not divide when rewards are not scaled", () => {
    expect(groupAdvantages([1, 3], "none").advantages).toEqual([-1, 1]);
  });

  it("adds up to 0 and follows the order of the rewards", () => {
    const rewards = fc.array(fc.option(fc.double({ min: -2, max: 3, noNaN: true })), {
      minLength: 2,
      maxLength: 16,
    });
    fc.assert(
      fc.property(rewards, (group) => {
        const { advantages } = groupAdvantages(group);
        const known = advantages.filter((a) => a !== null);
        expect(Math.abs(known.reduce((sum, a) => sum + a, 0))).toBeLessThan(1e-6);
        group.forEach((reward, i) => {
          group.forEach((other, j) => {
            const [a, b] = [advantages[i], advantages[j]];
            if (reward !== null && other !== null && reward <= other)
              expect(a ?? 0).toBeLessThanOrEqual((b ?? 0) + 1e-12);
          });
        });
      }),
    );
  });
});

describe("stepAdvantages", () => {
  it("starts from c_0 of the group, with the group's size behind it", () => {
    const [first, second] = stepAdvantages([step(3), step(1)], { right: 4, graded: 8 });
    expect(first).toMatchObject({ index: 1, advantage: 0.25, previousReturned: 8, returned: 4 });
    // Newcombe, 3/4 v 4/8 (statsmodels, method "newcomb").
    expect(first?.lo).toBeCloseTo(-0.28200060606987, 10);
    expect(first?.hi).toBeCloseTo(0.6005516497811008, 10);
    expect(second?.advantage).toBe(-0.5);
  });

  it("has an interval of some width even from 4/4 to 4/4", () => {
    const [, second] = stepAdvantages([step(4), step(4)], null);
    expect(second?.advantage).toBe(0);
    expect((second?.hi ?? 0) - (second?.lo ?? 0)).toBeGreaterThan(0.5);
  });

  it("is unknown beside a lost step and without c_0", () => {
    const advantages = stepAdvantages([step(3), step(0, 0), step(2), step(1)], null);
    expect(advantages.map((each) => each.advantage)).toEqual([null, null, null, -0.25]);
    expect(advantages[2]).toMatchObject({ lo: null, hi: null });
  });

  it("marks the largest drop, the first of equals, and none where nothing falls", () => {
    expect(largestDrop(stepAdvantages([step(4), step(2), step(0)], { right: 8, graded: 8 }))).toBe(2);
    expect(largestDrop(stepAdvantages([step(1), step(2)], { right: 0, graded: 8 }))).toBeNull();
    expect(largestDrop([])).toBeNull();
  });
});

describe("meanByStep", () => {
  it("averages what is known at each position, with its count", () => {
    expect(meanByStep([[step(4), step(0, 0)], [step(2)]])).toEqual([
      { mean: 0.75, n: 2 },
      { mean: null, n: 0 },
    ]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanOf, SUM_LIMIT, summarise } from "./summary";

const pointsOf = (values: number[]) => values.map((value, trainStep) => ({ trainStep, value, atMs: 0 }));

describe("the summary of points", () => {
  it("is their mean, and leaves out what is not finite", () => {
    expect(meanOf(summarise(pointsOf([1, Number.NaN, 2, Infinity, 6])))).toBe(3);
    expect(meanOf(summarise(pointsOf([Number.NaN, -Infinity])))).toBeNull();
  });

  it("keeps any sum within its limit and any mean among the values, however large these are", () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (finite) => {
        const summary = summarise(pointsOf(finite));
        expect(Math.abs(summary.sum)).toBeLessThanOrEqual(SUM_LIMIT);
        const mean = meanOf(summary) ?? Number.NaN;
        expect(mean).toBeGreaterThanOrEqual(Math.min(...finite));
        expect(mean).toBeLessThanOrEqual(Math.max(...finite));
      }),
    );
  });

  it("gives one huge value back exactly", () => {
    expect(meanOf(summarise(pointsOf([1.7e308])))).toBe(1.7e308);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCollapse, type StepValue, windowMeans } from "./collapse";

const curve = (...values: number[]): StepValue[] => values.map((value, i) => ({ trainStep: i + 1, value }));
const RULE = { window: 2, lossShare: 0.5, minGain: 0.05 };

describe("a collapse", () => {
  it("is found where half of the gain is lost, and names where the best was", () => {
    const found = findCollapse(curve(0, 0, 1, 1, 0.5, 0.5), RULE);
    expect(found).toEqual({
      first: 0,
      best: { trainStep: 4, mean: 1 },
      last: { trainStep: 6, mean: 0.5 },
    });
    expect(findCollapse(curve(0, 0, 1, 1, 0.6, 0.6), RULE)).toBeNull();
  });

  it("needs a gain, and two windows", () => {
    expect(findCollapse(curve(1, 1, 0.5, 0.4, 0.3, 0.2), RULE)).toBeNull();
    expect(findCollapse(curve(0, 0.04, 0.02, 0, 0, 0), RULE)).toBeNull();
    expect(findCollapse(curve(0, 1), RULE)).toBeNull();
    expect(findCollapse([], RULE)).toBeNull();
  });

  it("does not depend on where zero lies, nor on values that are not finite", () => {
    const shape = [0.1, 0.2, 0.9, 0.8, 0.2, 0.1, 0.15];
    for (const shift of [-5, 0, 3])
      expect(findCollapse(curve(...shape.map((v) => v + shift)), RULE)?.last.trainStep).toBe(7);
    const holed = curve(...shape).flatMap((v) => [v, { ...v, value: Number.NaN }]);
    expect(findCollapse(holed, RULE)?.best).toEqual(findCollapse(curve(...shape), RULE)?.best);
  });

  it("averages as by hand", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        (values, size) => {
          const means = windowMeans(curve(...values), size);
          expect(means).toHaveLength(Math.max(0, values.length - size + 1));
          means.forEach(({ mean }, i) => {
            const slice = values.slice(i, i + size);
            expect(mean).toBeCloseTo(slice.reduce((a, b) => a + b, 0) / size, 6);
          });
        },
      ),
    );
  });
});

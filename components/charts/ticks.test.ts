import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisFor, positionOn } from "./ticks";

describe("axisFor", () => {
  it("ends on round numbers around the values", () => {
    expect(axisFor([0.42, 0.71])).toEqual({ lo: 0.4, hi: 0.8, ticks: [0.4, 0.5, 0.6, 0.7, 0.8] });
    expect(axisFor([-0.08, 0.12]).ticks).toContain(0);
  });

  it("widens around equal values instead of magnifying nothing", () => {
    const { lo, hi } = axisFor([0.5, 0.5]);
    expect(hi - lo).toBeGreaterThanOrEqual(0.05);
    expect(lo).toBeLessThan(0.5);
    expect(hi).toBeGreaterThan(0.5);
  });

  it("holds every value on evenly spaced ticks", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (values) => {
          const { lo, hi, ticks } = axisFor(values);
          expect(Math.min(...values)).toBeGreaterThanOrEqual(lo - 1e-9);
          expect(Math.max(...values)).toBeLessThanOrEqual(hi + 1e-9);
          expect(ticks.length).toBeGreaterThan(1);
          expect(ticks.length).toBeLessThan(16);
        },
      ),
    );
  });
});

describe("positionOn", () => {
  it("is linear inside and held at the ends", () => {
    const axis = { lo: 0, hi: 2 };
    expect([-1, 0, 1, 2, 3].map((v) => positionOn(axis, v))).toEqual([0, 0, 0.5, 1, 1]);
  });
});

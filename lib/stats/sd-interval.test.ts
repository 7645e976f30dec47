import { describe, expect, it } from "vitest";
import { variance } from "./moments";
import { randomStream } from "./random";
import { sdInterval } from "./sd-interval";

describe("sdInterval", () => {
  it("has a closed form for two degrees of freedom", () => {
    const interval = sdInterval(1, 2);
    expect(interval?.lo).toBeCloseTo(Math.sqrt(2 / (-2 * Math.log(0.025))), 12);
    expect(interval?.hi).toBeCloseTo(Math.sqrt(2 / (-2 * Math.log(0.975))), 12);
  });
  it.each([
    // Tabulated quantiles of chi-square: 2.5% and 97.5%.
    [9, 2.70039, 19.0228],
    [1, 0.000982069, 5.02389],
    [30, 16.7908, 46.9792],
    [100, 74.2219, 129.561],
  ])("agrees with tables at %i degrees of freedom", (df, low, high) => {
    const interval = sdInterval(2, df);
    expect(interval?.lo).toBeCloseTo(2 * Math.sqrt(df / high), 4);
    expect((interval?.hi ?? 0) / (2 * Math.sqrt(df / low))).toBeCloseTo(1, 4);
  });
  it("holds the SD, scales with it and narrows with the sample", () => {
    let last = Number.POSITIVE_INFINITY;
    for (const df of [1, 2, 5, 20, 500]) {
      const { lo, hi } = sdInterval(3, df) ?? { lo: 0, hi: 0 };
      expect(lo).toBeLessThan(3);
      expect(hi).toBeGreaterThan(3);
      expect(hi - lo).toBeLessThan(last);
      expect(sdInterval(6, df)?.hi).toBeCloseTo(2 * hi, 9);
      last = hi - lo;
    }
  });
  it("covers the true SD as often as it says", () => {
    const stream = randomStream(7);
    let covered = 0;
    const rounds = 4_000;
    for (let i = 0; i < rounds; i += 1) {
      const interval = sdInterval(
        Math.sqrt(variance([stream.normal(), stream.normal(), stream.normal()]) ?? 0),
        2,
      );
      if (interval && interval.lo <= 1 && 1 <= interval.hi) covered += 1;
    }
    expect(covered / rounds).toBeGreaterThan(0.94);
    expect(covered / rounds).toBeLessThan(0.96);
  });
  it.each([
    [1, 0],
    [-1, 2],
    [Number.NaN, 2],
    [1, Number.NaN],
  ])("is null for an SD of %f with %f degrees of freedom", (sd, df) => expect(sdInterval(sd, df)).toBeNull());
});

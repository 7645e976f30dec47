import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pointwiseBand } from "./pointwise-band";
import { tInterval } from "./seeds";

describe("the pointwise band", () => {
  it("is the t interval of the seeds that have a value, at every place", () => {
    const value = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: null });
    const curves = fc
      .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 12 }))
      .chain(([seeds, length]) =>
        fc.array(fc.array(value, { minLength: length, maxLength: length }), {
          minLength: seeds,
          maxLength: seeds,
        }),
      );
    fc.assert(
      fc.property(curves, (seeds) => {
        const band = pointwiseBand(seeds);
        band.n.forEach((n, at) => {
          const present = seeds.map((values) => values[at] ?? null).filter((v) => v !== null);
          expect(n).toBe(present.length);
          const wanted = tInterval(present);
          if (n < 2) expect([band.mean[at], band.lo[at], band.hi[at]]).toEqual([null, null, null]);
          else
            for (const key of ["mean", "lo", "hi"] as const)
              expect(band[key][at]).toBeCloseTo(wanted[key] ?? Number.NaN, 4);
        });
      }),
      { seed: 7 },
    );
  });

  it("has S - 1 degrees of freedom: half a width of 12.7062 / √2 · sd at two seeds", () => {
    const { lo, hi } = pointwiseBand([[0], [1]]);
    const half = (12.706204736432095 / Math.SQRT2) * Math.SQRT1_2;
    expect(lo[0]).toBeCloseTo(0.5 - half, 9);
    expect(hi[0]).toBeCloseTo(0.5 + half, 9);
  });

  it("says n where a seed ended, and never calls one seed a mean", () => {
    const band = pointwiseBand([
      [1, 2, 3],
      [3, 4, null],
      [5, null, null],
    ]);
    expect(band.n).toEqual([3, 2, 1]);
    expect(band.mean).toEqual([3, 3, null]);
    expect(band.lo[2]).toBeNull();
  });

  it("has no width where seeds agree, also far from 0", () => {
    const band = pointwiseBand([[1e9 + 0.1], [1e9 + 0.1], [1e9 + 0.1]]);
    expect([band.lo[0], band.hi[0]]).toEqual([band.mean[0], band.mean[0]]);
  });

  it("refuses curves on different grids, and gives nothing for none", () => {
    expect(() => pointwiseBand([[1], [1, 2]])).toThrow(RangeError);
    expect(pointwiseBand([])).toEqual({ n: [], mean: [], lo: [], hi: [] });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differences } from "./moments";
import { holm } from "./multiple";
import {
  permutationSignFlip,
  permutationSignFlipMonteCarlo,
  permutationTwoSample,
  twoSampleFloor,
} from "./permutation";
import { minimumDetectable, seedsNeeded } from "./power";
import { bootstrapSeedsExact, pairedT, tInterval, welch } from "./seeds";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

const accuracy = fc.integer({ min: 0, max: 300 }).map((correct) => correct / 300);
const seeds = (minLength: number, maxLength = 8) => fc.array(accuracy, { minLength, maxLength });

describe("tInterval", () => {
  it("holds the mean, and moves and stretches with the values", () => {
    fc.assert(
      fc.property(seeds(2), (values) => {
        const own = tInterval(values);
        const moved = tInterval(values.map((value) => 100 * value + 7));
        expect(own.lo).toBeLessThanOrEqual(own.mean ?? 0);
        expect(own.hi).toBeGreaterThanOrEqual(own.mean ?? 0);
        expect(moved.lo).toBeCloseTo(100 * (own.lo ?? 0) + 7, 6);
      }),
    );
  });

  it("knows no noise from one seed, and nothing from none", () => {
    expect(tInterval([0.6])).toEqual({ n: 1, mean: 0.6, sd: null, se: null, lo: null, hi: null });
    expect(tInterval([])).toEqual({ n: 0, mean: null, sd: null, se: null, lo: null, hi: null });
  });
});

describe("tests of two arms", () => {
  it("turn their sign with the arms and keep p", () => {
    fc.assert(
      fc.property(seeds(2), seeds(2), (a, b) => {
        const [ab, ba] = [welch(a, b), welch(b, a)];
        expect(ba.diff).toBeCloseTo(-(ab.diff ?? 0), 12);
        expect(ba.p === null).toBe(ab.p === null);
        if (ab.p !== null) expect(ba.p).toBeCloseTo(ab.p, 9);
        if (ab.p !== null && ab.lo !== null && ab.hi !== null && Math.abs(ab.p - 0.05) > 1e-9)
          expect(ab.p < 0.05).toBe(ab.lo > 0 || ab.hi < 0);
      }),
    );
  });

  it("pairing is the t test of the differences", () => {
    const [a, b] = [
      [0.61, 0.58, 0.64],
      [0.55, 0.54, 0.6],
    ];
    const each = tInterval(differences(a, b));
    expect(pairedT(a, b)).toMatchObject({ diff: each.mean, lo: each.lo, hi: each.hi, df: 2 });
    expect(() => pairedT(a, [0.5])).toThrow(RangeError);
  });

  it("do not take rounding for noise: seeds that all differ by the same have no p", () => {
    const [a, b] = [
      [0.4, 0.3, 0.6],
      [0.3, 0.2, 0.5],
    ];
    expect(pairedT(a, b)).toMatchObject({ se: 0, p: null, lo: null });
    expect(pairedT(a, b).diff).toBeCloseTo(0.1, 12);
    expect(welch([0.7, 0.7, 0.7], [0.1, 0.1, 0.1])).toMatchObject({ p: null, lo: null });
  });

  it("one seed has a difference and nothing more", () => {
    expect(welch([0.6], [0.5, 0.4])).toMatchObject({ se: null, df: null, p: null, lo: null, hi: null });
    expect(welch([0.6], [0.5, 0.4]).diff).toBeCloseTo(0.15, 12);
    expect(welch([], [0.5]).diff).toBeNull();
  });
});

describe("bootstrapSeedsExact", () => {
  it("lies within the seeds and is exactly their range at S = 2 and 3", () => {
    fc.assert(
      fc.property(seeds(2, 6), (values) => {
        const { lo, hi, nResamples } = bootstrapSeedsExact(values);
        const [least, most] = [Math.min(...values), Math.max(...values)];
        expect(nResamples).toBe(values.length ** values.length);
        expect(lo).toBeGreaterThanOrEqual(least - 1e-12);
        expect(hi).toBeLessThanOrEqual(most + 1e-12);
        if (values.length <= 3)
          expect([lo, hi]).toEqual([expect.closeTo(least, 12), expect.closeTo(most, 12)]);
      }),
    );
  });

  it("refuses what it cannot enumerate", () => {
    expect(() => bootstrapSeedsExact(new Array(13).fill(0.5))).toThrow(RangeError);
  });
});

describe("permutation tests", () => {
  it("two samples: equal to naming every split", () => {
    fc.assert(
      fc.property(seeds(1, 4), seeds(1, 4), (a, b) => {
        const all = [...a, ...b];
        const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
        const observed = Math.abs(mean(a) - mean(b)) - 1e-12;
        let hits = 0;
        let splits = 0;
        for (let mask = 0; mask < 2 ** all.length; mask += 1) {
          const inA = all.filter((_, i) => mask & (1 << i));
          if (inA.length !== a.length) continue;
          splits += 1;
          const inB = all.filter((_, i) => !(mask & (1 << i)));
          if (Math.abs(mean(inA) - mean(inB)) >= observed) hits += 1;
        }
        expect(permutationTwoSample(a, b)).toMatchObject({ p: hits / splits, nPerms: splits });
      }),
    );
  });

  it("never go below their floor, and reach it with separated seeds", () => {
    expect(permutationTwoSample([7, 8, 9], [1, 2, 3]).p).toBeCloseTo(0.1, 12);
    expect([3, 4, 5].map((n) => twoSampleFloor(n, n).toFixed(4))).toEqual(["0.1000", "0.0286", "0.0079"]);
    expect(permutationTwoSample([9, 9], [1, 2, 3]).minP).toBe(0.1);
    expect(permutationSignFlip([1, 2, 3])).toEqual({ p: 0.25, minP: 0.25 });
    expect(() => permutationTwoSample(new Array(15).fill(0), new Array(15).fill(1))).toThrow(/too many/);
  });

  it("Monte Carlo comes near the exact p, is never 0, and repeats itself with its seed", () => {
    const d = [3, -1, 2, 2, 5, 1, 2, -2];
    const { p } = permutationSignFlipMonteCarlo(d, 11);
    expect(Math.abs((p ?? 0) - (permutationSignFlip(d).p ?? 1))).toBeLessThan(0.01);
    expect(permutationSignFlipMonteCarlo(d, 11).p).toBe(p);
    expect(permutationSignFlipMonteCarlo(new Array(40).fill(1), 11).p).toBe(1 / 10_000);
  });
});

describe("holm", () => {
  const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

  it("only raises p values, keeps their order and cares for no labels", () => {
    fc.assert(
      fc.property(family, (p) => {
        const adjusted = holm(p);
        p.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          p.forEach((other, j) => {
            if (value < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? 0);
          });
        });
        expect(holm([...p].reverse()).reverse()).toEqual(adjusted);
      }),
    );
  });
});

describe("power", () => {
  it("seedsNeeded is the first S that shows the difference, and asks for no fewer when it shrinks", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.002, max: 0.2, noNaN: true }),
        fc.double({ min: 0.001, max: 0.1, noNaN: true }),
        fc.constantFrom("paired" as const, "unpaired" as const),
        (delta, sd, design) => {
          const needed = seedsNeeded(delta, sd, { design });
          if (needed === null) return;
          expect(minimumDetectable(needed, sd, { design })).toBeLessThanOrEqual(delta);
          if (needed > 2) expect(minimumDetectable(needed - 1, sd, { design })).toBeGreaterThan(delta);
          expect(seedsNeeded(delta / 2, sd, { design }) ?? Infinity).toBeGreaterThanOrEqual(needed);
        },
      ),
    );
  });

  it("has no answer where there is none", () => {
    expect(seedsNeeded(0, 0.02)).toBeNull();
    expect(seedsNeeded(1e-9, 0.5)).toBeNull();
    expect(minimumDetectable(1, 0.02)).toBeNull();
    expect(seedsNeeded(-0.05, 0.02)).toBe(seedsNeeded(0.05, 0.02));
  });
});

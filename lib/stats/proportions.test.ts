import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fisher, mcnemar } from "./contingency";
import {
  betaSuperiority,
  clopperPearson,
  jeffreys,
  newcombe,
  pairedProportionInterval,
  wilson,
} from "./proportions";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

const share = fc
  .integer({ min: 1, max: 400 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const width = ({ lo, hi }: { lo: number | null; hi: number | null }) => (hi ?? 0) - (lo ?? 0);

describe("intervals of one share", () => {
  it.each([
    ["Wilson", (k: number, n: number) => wilson(k, n)],
    ["Clopper-Pearson", (k: number, n: number) => clopperPearson(k, n)],
    ["Jeffreys", (k: number, n: number) => jeffreys(k, n)],
  ])("%s: holds the estimate, stays in [0, 1], mirrors, and shrinks with n", (_, interval) => {
    fc.assert(
      fc.property(share, ([k, n]) => {
        const [own, mirror] = [interval(k, n), interval(n - k, n)];
        expect(own.lo).toBeGreaterThanOrEqual(0);
        expect(own.hi).toBeLessThanOrEqual(1);
        expect(own.lo).toBeLessThanOrEqual(k / n);
        expect(own.hi).toBeGreaterThanOrEqual(k / n);
        expect(mirror.lo).toBeCloseTo(1 - (own.hi ?? 0), 9);
        expect(width(interval(4 * k, 4 * n))).toBeLessThan(width(own));
      }),
    );
  });

  it("Wilson widens with the level", () => {
    fc.assert(
      fc.property(share, ([k, n]) => {
        expect(width(wilson(k, n, 0.99))).toBeGreaterThan(width(wilson(k, n, 0.9)));
      }),
    );
  });
});

describe("intervals of a difference", () => {
  it("Newcombe holds the estimate, stays in [-1, 1], and turns its sign with the arms", () => {
    fc.assert(
      fc.property(share, share, ([k1, n1], [k2, n2]) => {
        const [ab, ba] = [newcombe(k1, n1, k2, n2), newcombe(k2, n2, k1, n1)];
        expect(ab.lo).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(ab.hi).toBeLessThanOrEqual(1 + 1e-12);
        expect(ab.lo).toBeLessThanOrEqual(ab.diff ?? 0);
        expect(ab.hi).toBeGreaterThanOrEqual(ab.diff ?? 0);
        expect(ba.lo).toBeCloseTo(-(ab.hi ?? 0), 12);
      }),
    );
  });

  it("has no interval without a sample", () => {
    expect(newcombe(0, 0, 2, 4)).toEqual({ diff: null, lo: null, hi: null });
    expect(pairedProportionInterval(0, 0, 0)).toEqual({ diff: null, lo: null, hi: null });
  });

  it("superiority of both ways adds up to 1", () => {
    fc.assert(
      fc.property(share, share, ([k1, n1], [k2, n2]) => {
        expect(betaSuperiority(k1, n1, k2, n2) + betaSuperiority(k2, n2, k1, n1)).toBeCloseTo(1, 8);
      }),
      { numRuns: 30 },
    );
  });
});

describe("tests of counts", () => {
  const small = fc.integer({ min: 0, max: 30 });

  it("McNemar is symmetric, falls with the discordance, and mid-p lies below exact", () => {
    fc.assert(
      fc.property(small, small, (b, c) => {
        const { pExact, pMid } = mcnemar(b, c);
        expect(mcnemar(c, b).pExact).toBe(pExact);
        expect(pMid).toBeLessThanOrEqual(pExact);
        expect(pMid).toBeGreaterThan(0);
        if (b > c) expect(mcnemar(b + 1, c).pExact).toBeLessThanOrEqual(pExact + 1e-12);
      }),
    );
  });

  it("Fisher does not care which way the table lies", () => {
    fc.assert(
      fc.property(small, small, small, small, (a, b, c, d) => {
        const p = fisher(a, b, c, d);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(fisher(c, d, a, b)).toBeCloseTo(p, 9);
        expect(fisher(a, c, b, d)).toBeCloseTo(p, 9);
      }),
    );
  });
});

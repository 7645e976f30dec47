import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanOfIntervals } from "./combined-intervals";
import { normalCdf, normalQuantile } from "./distributions";
import { empiricalBayes } from "./empirical-bayes";
import { hierarchicalBootstrap } from "./hierarchical-bootstrap";
import {
  betaPosterior,
  clopperPearson,
  jeffreys,
  newcombe,
  pairedProportionInterval,
  wilson,
} from "./proportions";
import { clusteredSe } from "./questions";
import { fieller, ratioInterval } from "./ratios";
import { pairedT, tInterval, welch } from "./seeds";
import { totalDifference } from "./total-difference";
import { totalSe, twoWay } from "./variance-components";

fc.configureGlobal({ seed: 20_261_120, numRuns: 60 });

const share = fc
  .integer({ min: 1, max: 60 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const values = fc.array(
  fc.integer({ min: 1, max: 300 }).map((k) => k / 300),
  { minLength: 2, maxLength: 7 },
);
/** A full table of answers, [seed][question]. */
const table = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 8 }))
  .chain(([seeds, questions]) =>
    fc.array(fc.array(fc.constantFrom(0, 0.5, 1), { minLength: questions, maxLength: questions }), {
      minLength: seeds,
      maxLength: seeds,
    }),
  );

type Bounds = { lo: number | null; hi: number | null };
const width = ({ lo, hi }: Bounds) => (hi ?? Number.NaN) - (lo ?? Number.NaN);

function expectInside(estimate: number, { lo, hi }: Bounds) {
  expect(lo).toBeLessThanOrEqual(estimate + 1e-12);
  expect(hi).toBeGreaterThanOrEqual(estimate - 1e-12);
}

/** The same, whatever order sums were taken in. */
function expectClose(a: Bounds, b: Bounds) {
  expect(a.lo === null).toBe(b.lo === null);
  if (a.lo === null || b.lo === null) return;
  expect(Math.abs(a.lo - b.lo)).toBeLessThan(1e-9);
  expect(Math.abs((a.hi ?? 0) - (b.hi ?? 0))).toBeLessThan(1e-9);
}

describe("every interval of a share", () => {
  const intervals = { wilson, clopperPearson, jeffreys, betaPosterior };

  it.each(Object.entries(intervals))(
    "%s shrinks when the same share rests on four times as many",
    (_, interval) => {
      fc.assert(
        fc.property(share, ([k, n]) => {
          expect(width(interval(4 * k, 4 * n))).toBeLessThan(width(interval(k, n)));
        }),
      );
    },
  );

  it.each(Object.entries(intervals))("%s of the wrong answers is the mirror image", (_, interval) => {
    fc.assert(
      fc.property(share, ([k, n]) => {
        const [right, wrong] = [interval(k, n), interval(n - k, n)];
        expectClose(wrong, { lo: 1 - (right.hi ?? 0), hi: 1 - (right.lo ?? 0) });
      }),
    );
  });

  it("differences shrink too, and hold their estimate", () => {
    fc.assert(
      fc.property(share, share, ([k1, n1], [k2, n2]) => {
        const few = newcombe(k1, n1, k2, n2);
        expect(width(newcombe(4 * k1, 4 * n1, 4 * k2, 4 * n2))).toBeLessThan(width(few));
        const [b, c] = [Math.min(k1, n2), Math.min(k2, n1)];
        const n = b + c + n1;
        const paired = pairedProportionInterval(b, c, n);
        expectInside(paired.diff ?? Number.NaN, paired);
        expect(width(pairedProportionInterval(4 * b, 4 * c, 4 * n))).toBeLessThan(width(paired));
        expectClose(pairedProportionInterval(c, b, n), { lo: -(paired.hi ?? 0), hi: -(paired.lo ?? 0) });
      }),
    );
  });

  it("a mean of intervals holds the mean, and of one is that one", () => {
    const part = share.map(([k, n]) => ({ estimate: k / n, ...wilson(k, n) }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const known = parts.map(({ estimate, lo, hi }) => ({ estimate, lo: lo ?? 0, hi: hi ?? 1 }));
        const whole = meanOfIntervals(known);
        if (!whole) throw new Error("no interval");
        expectInside(whole.estimate, whole);
        expectClose(meanOfIntervals([...known].reverse()) ?? whole, whole);
        const [first] = known;
        if (known.length === 1 && first) expectClose(whole, first);
        expect(width(whole)).toBeLessThanOrEqual(Math.max(...known.map(width)) + 1e-12);
      }),
    );
  });
});

describe("intervals over seeds and questions", () => {
  it("t, Welch and ratios do not care for the order of seeds, and turn with the arms", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expectClose(tInterval([...a].reverse()), tInterval(a));
        expectClose(welch([...a].reverse(), b), welch(a, b));
        const there = ratioInterval(a, b, { paired: false });
        const back = ratioInterval(b, a, { paired: false });
        expect(there.kind).toBe(back.kind);
        if (there.kind !== "interval" || back.kind !== "interval") return;
        expectInside(there.ratio, there);
        expect(Math.abs(there.lo * back.hi - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it("t shrinks when every seed is seen twice", () => {
    fc.assert(
      fc.property(values, (a) => {
        const few = width(tInterval(a));
        if (few > 1e-9) expect(width(tInterval([...a, ...a]))).toBeLessThan(few);
      }),
    );
  });

  it("cluster-robust: named otherwise the same; a cluster a question is the plain t", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 4, maxLength: 24 }), (scores) => {
        const clusters = scores.map((_, i) => i % 3);
        const named = clusters.map((id) => `video ${9 - id}`);
        expectClose(clusteredSe(scores, named), clusteredSe(scores, clusters));
        expectClose(
          clusteredSe(
            scores,
            scores.map((_, i) => i),
          ),
          tInterval(scores),
        );
      }),
    );
  });

  it("variance components do not care for the order of seeds or questions", () => {
    fc.assert(
      fc.property(table, (Y) => {
        const turned = [...Y].reverse().map((row) => [...row].reverse());
        const [a, b] = [twoWay(Y), twoWay(turned)];
        for (const [key, value] of Object.entries(a)) {
          const other = b[key as keyof typeof b];
          if (value === null || other === null) expect(other).toBe(value);
          else expect(Math.abs(value - other)).toBeLessThan(1e-9 * (1 + Math.abs(value)));
        }
      }),
    );
  });

  it("a claim for new questions holds its difference, turns with the arms, and 0 with itself", () => {
    fc.assert(
      fc.property(table, fc.boolean(), (Y, paired) => {
        const other = Y.map((row) => row.map((value, q) => (q % 2 === 0 ? 1 - value : value)));
        const [there, back] = [totalDifference(Y, other, { paired }), totalDifference(other, Y, { paired })];
        expect(totalDifference(Y, Y, { paired }).diff).toBe(0);
        expectClose(back, there.lo === null ? there : { lo: -(there.hi ?? 0), hi: -there.lo });
        if (there.lo !== null) expectInside(there.diff ?? Number.NaN, there);
        expect(there.diff).toBeCloseTo(totalSe(Y, other).diff ?? 0, 12);
      }),
    );
  });

  it("the bootstrap holds its estimate and does not care for names, only for its seed", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 1e6 }), (Y, seed) => {
        const result = hierarchicalBootstrap(Y, { seed, resamples: 400 });
        if (!result) throw new Error("no result");
        expect(result.estimate).toBeCloseTo(twoWay(Y).mean ?? 0, 12);
        expectInside(result.estimate, { lo: result.lo - 4 * result.se, hi: result.hi + 4 * result.se });
        expect(result.lo).toBeLessThanOrEqual(result.hi);
        expect(hierarchicalBootstrap(Y, { seed, resamples: 400 })).toEqual(result);
      }),
      { numRuns: 20 },
    );
  });

  it("a price turns with its gain's unit and sign", () => {
    fc.assert(
      fc.property(values, (gain) => {
        const cost = gain.map((value, i) => 100 + 30 * Math.sin(7 * i) + value);
        const inShares = fieller(cost, gain);
        const inPoints = fieller(
          cost,
          gain.map((value) => 100 * value),
        );
        expect(inPoints.kind).toBe(inShares.kind);
        if (inShares.kind !== "bounded" || inPoints.kind !== "bounded") return;
        expect(100 * inPoints.hi).toBeCloseTo(inShares.hi, 6);
        expectInside(inShares.ratio ?? Number.NaN, inShares);
      }),
    );
  });

  it("paired t of two arms is t of their differences", () => {
    fc.assert(
      fc.property(values, (a) => {
        const b = a.map((value, i) => value / 2 + ((i * 7) % 5) / 50);
        expectClose(pairedT(a, b), tInterval(a.map((value, i) => value - (b[i] ?? 0))));
      }),
    );
  });
});

describe("tails", () => {
  it("the normal quantile turns the distribution back, down to p = 1e-300, where no seed can be minus infinity", () => {
    for (const p of [1e-300, 1e-100, 1e-30, 1e-17, 1e-10, 1e-6, 0.001, 0.3]) {
      expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 10);
      expect(normalQuantile(1 - p)).toBeCloseTo(p < 1e-16 ? Number.POSITIVE_INFINITY : -normalQuantile(p), 4);
    }
  });

  it("shrinkage lies between the step's own share and the mean of all", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 30 }), (k) => {
        const { mu, posteriorMean } = empiricalBayes(k, 4);
        posteriorMean?.forEach((shrunk, i) => {
          const own = (k[i] ?? 0) / 4;
          expectInside(shrunk, { lo: Math.min(own, mu ?? 0), hi: Math.max(own, mu ?? 1) });
        });
      }),
    );
  });
});

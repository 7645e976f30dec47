import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gateProbabilities, leastSuccesses, stepBonus } from "./gate";
import { posteriorGateProbabilities } from "./posterior-gate";
import { randomStream } from "./random";
import { compareMean, decimalRational, exactTimes, meanReaches } from "./rational";
import { hypergeometric, subsampleGate } from "./subsample";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

describe("fractions", () => {
  it("0.1 of 30 is 3, although 0.1 * 30 is more in floats", () => {
    expect(0.1 * 3).not.toBe(0.3);
    expect(leastSuccesses(0.1, 30)).toBe(3);
    expect(leastSuccesses(0.1, 30, ">")).toBe(4);
    expect(leastSuccesses(0.7, 10)).toBe(7);
    expect(exactTimes(0.35, 60)).toBe(21);
    expect(exactTimes(0.35, 10)).toBeNull();
  });

  it("reads every decimal that JavaScript writes", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
        const { numerator, denominator } = decimalRational(value);
        if (Math.abs(value) > 1e-280)
          expect(Number(numerator) / Number(denominator) / value).toBeCloseTo(1, 12);
      }),
    );
    expect(decimalRational(1e-7)).toEqual({ numerator: 1n, denominator: 10_000_000n });
    expect(decimalRational(1.5e21)).toEqual({ numerator: 15n * 10n ** 20n, denominator: 1n });
    expect(() => decimalRational(Number.NaN)).toThrow(RangeError);
  });

  it("compares means of unlike fractions without floats", () => {
    expect(
      meanReaches(
        [
          { k: 1, n: 3 },
          { k: 2, n: 3 },
        ],
        0.5,
      ),
    ).toBe(true);
    expect(
      compareMean(
        [
          { k: 1, n: 3 },
          { k: 1, n: 2 },
          { k: 2, n: 3 },
        ],
        0.5,
      ),
    ).toBe(0);
    expect(meanReaches([{ k: 1, n: 3 }], 0.334)).toBe(false);
    expect(() => meanReaches([], 0.5)).toThrow(RangeError);
  });
});

const probability = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);

describe("the gate", () => {
  it("passes no less often when a step is more solvable", () => {
    fc.assert(
      fc.property(
        fc.array(probability, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 6 }),
        (p, m) => {
          const better = p.map((each) => Math.min(1, each + 0.05));
          expect(gateProbabilities(better, m, 0.5).pPass).toBeGreaterThanOrEqual(
            gateProbabilities(p, m, 0.5).pPass - 1e-12,
          );
        },
      ),
    );
  });

  it("is never wrong about certain steps", () => {
    expect(gateProbabilities([1, 1, 0], 4, 0.5).pWrong).toBe(0);
    expect(gateProbabilities([0, 0], 4, 0.5).pWrong).toBe(0);
  });

  it("B(K) is 0 without a range and clipped at its ends", () => {
    expect([1, 2, 6, 9].map((k) => stepBonus(k, 2, 6, 0.5))).toEqual([0, 0, 0.5, 0.5]);
    expect(stepBonus(4, 4, 4, 0.5)).toBe(0);
  });
});

describe("M' < M from stored continuations", () => {
  it("adds up to 1, keeps the mean, and asks nothing at M' = M", () => {
    const stored = fc
      .integer({ min: 1, max: 12 })
      .chain((m) => fc.tuple(fc.nat(m), fc.constant(m), fc.integer({ min: 1, max: m })));
    fc.assert(
      fc.property(stored, ([k, m, m2]) => {
        const { pmf, mean } = hypergeometric(k, m, m2, 0.5);
        expect(pmf.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        expect(pmf.reduce((sum, p, j) => sum + (p * j) / m2, 0)).toBeCloseTo(mean, 12);
        expect(subsampleGate([{ k, m }], m, 0.5).pFlip).toBeCloseTo(0, 12);
      }),
    );
    expect(() => hypergeometric(1, 4, 5, 0.5)).toThrow(RangeError);
  });
});

describe("posteriorGateProbabilities", () => {
  it("doubts a decision that plugging c_i in would call certain", () => {
    const all = posteriorGateProbabilities(
      [4, 4, 4].map((k) => ({ k, m: 4 })),
      0.5,
    );
    expect(all?.pPass).toBeGreaterThan(0.95);
    expect(all?.pWrong).toBeGreaterThan(0);
    expect(all?.pWrong).toBeLessThan(0.05);
    const torn = posteriorGateProbabilities(
      [2, 2, 2].map((k) => ({ k, m: 4 })),
      0.5,
    );
    expect(torn?.pWrong).toBeGreaterThan(0.2);
  });

  it("is the mirror image for mirrored counts, ties apart", () => {
    const own = posteriorGateProbabilities(
      [
        { k: 1, m: 3 },
        { k: 0, m: 3 },
        { k: 2, m: 3 },
      ],
      0.5,
    );
    const mirror = posteriorGateProbabilities(
      [
        { k: 2, m: 3 },
        { k: 3, m: 3 },
        { k: 1, m: 3 },
      ],
      0.5,
    );
    expect((own?.pPass ?? 0) + (mirror?.pPass ?? 0)).toBeCloseTo(1, 9);
    expect(own?.pWrong).toBeCloseTo(mirror?.pWrong ?? 0, 9);
  });

  it("the grid agrees with simulation", () => {
    const steps = [
      { k: 3, m: 4 },
      { k: 1, m: 4 },
      { k: 2, m: 4 },
    ];
    const grid = posteriorGateProbabilities(steps, 0.5);
    // One step more with one continuation less cannot use the grid; here both ways answer the same question.
    const stream = randomStream(5);
    const draws = 20_000;
    let [passed, wrong] = [0, 0];
    for (let i = 0; i < draws; i += 1) {
      const truth = steps.map(({ k, m }) => betaDraw(k + 0.5, m - k + 0.5, () => stream.uniform()));
      const hits = truth.reduce((sum, p) => sum + stream.binomial(4, p), 0);
      passed += Number(hits >= 6);
      wrong += Number(hits >= 6 !== truth.reduce((sum, p) => sum + p, 0) / 3 >= 0.5);
    }
    expect(grid).toMatchObject({ method: "grid", seed: null });
    expect(Math.abs((grid?.pPass ?? 0) - passed / draws)).toBeLessThan(0.015);
    expect(Math.abs((grid?.pWrong ?? 0) - wrong / draws)).toBeLessThan(0.015);
  });

  it("falls back to seeded draws for unequal m, close to the grid's answer", () => {
    const equal = posteriorGateProbabilities(
      [
        { k: 3, m: 4 },
        { k: 1, m: 4 },
      ],
      0.5,
    );
    const unequal = posteriorGateProbabilities(
      [
        { k: 3, m: 4 },
        { k: 1, m: 4 },
        { k: 0, m: 0 },
      ],
      0.5,
    );
    expect(unequal).toEqual(equal);
    const drawn = posteriorGateProbabilities(
      [
        { k: 3, m: 4 },
        { k: 1, m: 3 },
      ],
      0.5,
      9,
    );
    expect(drawn).toMatchObject({ method: "Monte Carlo", seed: 9 });
    expect(
      posteriorGateProbabilities(
        [
          { k: 3, m: 4 },
          { k: 1, m: 3 },
        ],
        0.5,
        9,
      ),
    ).toEqual(drawn);
    expect(posteriorGateProbabilities([{ k: 0, m: 0 }], 0.5)).toBeNull();
  });
});

/** A Beta(a, b) draw for half-integer a, b: sums of squared normals (chi-squared) in the ratio. */
function betaDraw(a: number, b: number, uniform: () => number): number {
  const gamma = (shape: number) => {
    let total = 0;
    for (let i = 0; i < 2 * shape; i += 1) {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      total += (radius * Math.cos(2 * Math.PI * uniform())) ** 2;
    }
    return total;
  };
  const [x, y] = [gamma(a), gamma(b)];
  return x / (x + y);
}

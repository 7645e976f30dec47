import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cohenKappa, krippendorffAlpha, type Rating } from "./agreement";

/** Krippendorff's own example (2011): four observers, twelve units, values 1 to 5; null is a missing rating. */
const OBSERVERS: Rating[][] = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
  [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
];
const UNITS = (OBSERVERS[0] ?? []).map((_, unit) => OBSERVERS.map((row) => row[unit] ?? null));

describe("krippendorffAlpha", () => {
  it.each([
    // krippendorff 0.8 (PyPI) on the same data; the paper prints .743, .815, .849.
    ["nominal", 0.743421052631579],
    ["ordinal", 0.8153875037548814],
    ["interval", 0.8491071428571428],
  ] as const)("agrees with the published example on a %s scale", (scale, expected) => {
    const found = krippendorffAlpha(UNITS, 6, scale);
    expect(found.alpha).toBeCloseTo(expected, 12);
    expect(found).toMatchObject({ units: 11, ratings: 40 });
  });
  it("is 1 where all agree on more than one category, and unknown where all say the same", () => {
    expect(
      krippendorffAlpha(
        [
          [0, 0],
          [1, 1],
        ],
        2,
      ).alpha,
    ).toBe(1);
    expect(krippendorffAlpha([[1, 1]], 2).alpha).toBeNull();
    expect(krippendorffAlpha([[1, null], [null]], 2)).toEqual({ alpha: null, units: 0, ratings: 0 });
  });
  it("does not care for the order of raters or of units", () => {
    const rating = fc.option(fc.integer({ min: 0, max: 2 }), { nil: null });
    fc.assert(
      fc.property(fc.array(fc.tuple(rating, rating, rating), { maxLength: 12 }), (units) => {
        const alpha = krippendorffAlpha(units, 3, "ordinal").alpha;
        const turned = units.map(([a, b, c]) => [c, a, b]).reverse();
        const again = krippendorffAlpha(turned, 3, "ordinal").alpha;
        if (alpha === null) expect(again).toBeNull();
        else expect(again).toBeCloseTo(alpha, 9);
      }),
    );
  });
  it("refuses a category that is none", () => {
    expect(() => krippendorffAlpha([[0, 3]], 3)).toThrow(RangeError);
  });
});

describe("cohenKappa", () => {
  const a = [0, 1, 2, 2, 1, 0, 0, 2, 1, 1, 2, 0, 3, 3, 0];
  const b = [0, 1, 2, 0, 1, 1, 2, 2, 0, 1, 2, 0, 3, 1, 0];
  it.each([
    // sklearn.metrics.cohen_kappa_score on the same ratings.
    ["none", 0.5370370370370371],
    ["linear", 0.5121951219512195],
    ["quadratic", 0.527027027027027],
  ] as const)("agrees with scikit-learn, weights %s", (weights, expected) => {
    expect(cohenKappa(a, b, 4, weights).kappa).toBeCloseTo(expected, 12);
  });
  it("leaves out what only one rated, and keeps the table", () => {
    const found = cohenKappa([0, null, 1, 1], [0, 1, null, 0], 2);
    expect(found).toMatchObject({
      n: 2,
      observed: 0.5,
      table: [
        [1, 0],
        [1, 0],
      ],
    });
  });
  it("cannot tell where chance alone is certain, or nothing was rated by both", () => {
    expect(cohenKappa([1, 1], [1, 1], 2).kappa).toBeNull();
    expect(cohenKappa([null], [1], 2)).toMatchObject({ kappa: null, n: 0 });
  });
  it("is the same whoever comes first", () => {
    const ratings = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 20 });
    fc.assert(
      fc.property(ratings, (pairs) => {
        const one = pairs.map(([x]) => x);
        const two = pairs.map(([, y]) => y);
        const [forth, back] = [cohenKappa(one, two, 3, "linear"), cohenKappa(two, one, 3, "linear")];
        if (forth.kappa === null) expect(back.kappa).toBeNull();
        else expect(back.kappa).toBeCloseTo(forth.kappa, 9);
      }),
    );
  });
});

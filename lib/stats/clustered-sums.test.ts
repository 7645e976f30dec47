import fc from "fast-check";
import { expect, test } from "vitest";
import { clusteredMean } from "./clustered-sums";
import { clusteredSe } from "./questions";

const scored = fc.array(
  fc.record({ cluster: fc.integer({ min: 0, max: 5 }), score: fc.constantFrom(0, 0.25, 0.5, 1) }),
  { minLength: 1, maxLength: 60 },
);

test("from sums of clusters comes what comes from the scores themselves", () => {
  fc.assert(
    fc.property(scored, (all) => {
      const sums = new Map<number, { n: number; sum: number }>();
      for (const { cluster, score } of all) {
        const known = sums.get(cluster) ?? { n: 0, sum: 0 };
        sums.set(cluster, { n: known.n + 1, sum: known.sum + score });
      }
      const found = clusteredMean(sums.values());
      const expected = clusteredSe(
        all.map(({ score }) => score),
        all.map(({ cluster }) => cluster),
      );
      expect(found.mean).toBeCloseTo(Number(expected.mean), 10);
      expect(found.groups).toBe(sums.size);
      if (expected.lo === null) expect(found.low).toBeNull();
      else expect(found.low).toBeCloseTo(expected.lo, 9);
      if (expected.hi === null) expect(found.high).toBeNull();
      else expect(found.high).toBeCloseTo(expected.hi, 9);
    }),
  );
});

test("no score is no mean, one cluster no interval, an empty cluster none at all", () => {
  expect(clusteredMean([])).toEqual({ mean: null, low: null, high: null, n: 0, groups: 0 });
  expect(clusteredMean([{ n: 0, sum: 0 }])).toMatchObject({ mean: null, groups: 0 });
  const one = clusteredMean([
    { n: 4, sum: 2 },
    { n: 0, sum: 0 },
  ]);
  expect(one).toEqual({ mean: 0.5, low: null, high: null, n: 4, groups: 1 });
});

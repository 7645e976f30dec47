import fc from "fast-check";
import { expect, test } from "vitest";
import { packSolvability, solvabilityOf, unpackSolvability } from "./solvability-bytes";

const counts = fc
  .integer({ min: 1, max: 5000 })
  .chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 0, max: n }) }));

test("missing, not scored and zero are three different bytes", () => {
  expect([...packSolvability(["missing", "not-scored", 0, 1, 0.5])]).toEqual([254, 255, 0, 200, 100]);
});

test("every c_i comes back within half a step of 1/200, and 0 and 1 only from themselves", () => {
  fc.assert(
    fc.property(counts, ({ n, k }) => {
      const [back] = unpackSolvability(packSolvability([k / n]));
      expect(back).toBeTypeOf("number");
      expect(Math.abs(Number(back) - k / n)).toBeLessThanOrEqual(1 / 200);
      expect(back === 0).toBe(k === 0);
      expect(back === 1).toBe(k === n);
    }),
  );
});

test.each([1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100])("with M = %i nothing is rounded", (m) => {
  const all = Array.from({ length: m + 1 }, (_, k) => k / m);
  expect(unpackSolvability(packSolvability(all))).toEqual(all.map((c) => expect.closeTo(c, 12)));
});

test("what is no share and what is no byte of solvability is refused", () => {
  for (const wrong of [-0.1, 1.1, Number.NaN]) expect(() => packSolvability([wrong])).toThrow(RangeError);
  for (const byte of [201, 253]) expect(() => solvabilityOf(byte)).toThrow(RangeError);
});

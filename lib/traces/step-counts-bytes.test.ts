import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packStepCounts, unpackStepCounts } from "./step-counts-bytes";

const counts = (most: number) =>
  fc.record({
    requested: fc.nat(most),
    returned: fc.nat(most),
    successes: fc.nat(most),
    truncated: fc.nat(most),
  });

describe("packStepCounts", () => {
  it("holds usual counts in a byte each, behind the width", () => {
    const packed = packStepCounts([{ requested: 4, returned: 3, successes: 2, truncated: 1 }]);
    expect(packed.toString("hex")).toBe("0104030201");
    expect(packStepCounts([])).toHaveLength(0);
  });

  it("gives back what it was given, however large", () => {
    for (const most of [4, 255, 256, 2 ** 31 - 1])
      fc.assert(
        fc.property(fc.array(counts(most), { maxLength: 12 }), (steps) => {
          expect(unpackStepCounts(packStepCounts(steps))).toEqual(steps);
        }),
        { seed: 20_261_120, numRuns: 50 },
      );
  });

  it("refuses what it did not write", () => {
    expect(() => unpackStepCounts(Buffer.from("010403", "hex"))).toThrow(RangeError);
    expect(() => unpackStepCounts(Buffer.from("0204030201", "hex"))).toThrow(RangeError);
  });
});

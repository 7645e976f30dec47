import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePoints, encodePoints } from "./points";

describe("points as bytes", () => {
  it("come back bit for bit, NaN and infinities included", () => {
    const point = fc.record({
      trainStep: fc.integer({ min: 0, max: 2_147_483_647 }),
      value: fc.double(),
      atMs: fc.integer({ min: 0, max: 8.64e15 }),
    });
    fc.assert(
      fc.property(fc.array(point), (points) => {
        expect(decodePoints(encodePoints(points))).toEqual(points);
      }),
    );
  });

  it("are refused if they are cut", () => {
    expect(() => decodePoints(new Uint8Array(21))).toThrow(/21 bytes/);
  });
});

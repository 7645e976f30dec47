import { describe, expect, it } from "vitest";
import { armLook, OKABE_ITO } from "./arm-colours";

describe("armLook", () => {
  it("tells 32 arms apart", () => {
    const looks = Array.from({ length: 32 }, (_, i) => armLook(i)).map((l) => `${l.colour} ${l.dash}`);
    expect(new Set(looks).size).toBe(32);
  });
  it("tells the first eight apart by mark alone", () => {
    expect(new Set(Array.from({ length: 8 }, (_, i) => armLook(i).mark)).size).toBe(OKABE_ITO.length);
  });
  it("refuses what is no position", () => {
    expect(() => armLook(-1)).toThrow(RangeError);
    expect(() => armLook(0.5)).toThrow(RangeError);
  });
});

import { describe, expect, it } from "vitest";
import { debiasedAverage } from "./smoothing";

describe("debiasedAverage", () => {
  it("leaves values alone without weight", () => {
    expect(debiasedAverage([3, -1, 7], 0)).toEqual([3, -1, 7]);
  });

  it("keeps a constant, from its first value on", () => {
    for (const value of debiasedAverage([5, 5, 5, 5], 0.9)) expect(value).toBeCloseTo(5, 12);
  });

  it("weighs the newest most: the second of two values at weight one half counts twice", () => {
    expect(debiasedAverage([0, 3], 0.5)[1]).toBeCloseTo(2, 12);
  });

  it("goes on over a gap with what it knew", () => {
    const [first, gap, last] = debiasedAverage([0, null, 3], 0.5);
    expect([first, gap]).toEqual([0, null]);
    expect(last).toBeCloseTo(2, 12);
  });
});

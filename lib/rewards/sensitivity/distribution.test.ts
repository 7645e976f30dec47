import { describe, expect, it } from "vitest";
import { distributionOf, drawFrom, momentsOfDistribution, orderOf } from "./distribution";

describe("distributions", () => {
  const dice = distributionOf([1, 2, 3, 4, 5, 6].map((value) => ({ value, probability: 1 / 6 })));

  it("compare as counting does", () => {
    const order = orderOf(dice, dice);
    expect([order.less, order.equal, order.greater].map((p) => Number(p.toFixed(12)))).toEqual(
      [15 / 36, 6 / 36, 15 / 36].map((p) => Number(p.toFixed(12))),
    );
    const certainly = distributionOf([{ value: 3, probability: 1 }]);
    expect(orderOf(certainly, dice).less).toBeCloseTo(0.5, 12);
    expect(orderOf(dice, certainly).greater).toBeCloseTo(0.5, 12);
  });

  it("merge equals, drop the impossible, and have the right moments", () => {
    const merged = distributionOf([
      { value: 0.3, probability: 0.25 },
      { value: 0.1 + 0.2, probability: 0.25 },
      { value: 1, probability: 0.5 },
      { value: 7, probability: 0 },
    ]);
    expect(merged.values).toEqual([0.3, 1]);
    expect(merged.probabilities).toEqual([0.5, 0.5]);
    const { mean, variance } = momentsOfDistribution(dice);
    expect(mean).toBeCloseTo(3.5, 12);
    expect(variance).toBeCloseTo(35 / 12, 12);
  });

  it("are drawn from by their probabilities", () => {
    expect([0, 0.1, 0.17, 0.99].map((uniform) => drawFrom(dice, uniform))).toEqual([1, 1, 2, 6]);
  });
});

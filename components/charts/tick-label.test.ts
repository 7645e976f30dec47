import { describe, expect, it } from "vitest";
import { tickLabel } from "./tick-label";

describe("labels of ticks", () => {
  it.each([
    [0, "0"],
    [0.25, "0.25"],
    [-3, "−3"],
    [9_999, "9999"],
    [12_500, "12.5k"],
    [20_000, "20k"],
    [100_000, "100k"],
    [300_000, "300k"],
    [1_000_000, "1M"],
    [1_050_000, "1.05M"],
    [-250_000_000, "−250M"],
    [0.0001, "1e-4"],
    [2e12, "2e12"],
  ])("%d is %s", (value, label) => expect(tickLabel(value)).toBe(label));

  it("never changes a value: what is written is what was meant, for every round tick", () => {
    const factor = { k: 1e3, M: 1e6, B: 1e9 } as const;
    for (let power = 4; power < 12; power += 1)
      for (const digit of [1, 1.5, 2, 2.5, 3, 5, 7.5])
        for (const value of [digit * 10 ** power, 10 * digit * 10 ** power]) {
          const [, number, unit] = /^([\d.]+)([kMB]?)$/.exec(tickLabel(value)) ?? [];
          const size = unit === "k" || unit === "M" || unit === "B" ? factor[unit] : 1;
          if (value < 1e12) expect(Number(number) * size).toBeCloseTo(value, 0);
        }
  });
});

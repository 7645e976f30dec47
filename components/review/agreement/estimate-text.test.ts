import { describe, expect, it } from "vitest";
import { estimateInWords } from "./estimate-text";

const estimate = { value: -0.125, interval: { lo: -0.5, hi: 0.256 }, n: 4, traces: 2 };

describe("estimateInWords", () => {
  it("writes an estimate with its interval, without one, and where there is none", () => {
    expect(estimateInWords(estimate)).toBe("−0.13 [−0.50, 0.26]");
    expect(estimateInWords({ ...estimate, interval: null })).toBe("−0.13");
    expect(estimateInWords({ ...estimate, value: null, interval: null })).toBe("cannot be told");
  });
});

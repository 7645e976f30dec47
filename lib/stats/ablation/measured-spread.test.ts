import { describe, expect, it } from "vitest";
import { compareArms } from "./compare-arms";
import { inputOf, QUESTIONS } from "./compare-fixture";
import { measuredSpreads } from "./measured-spread";

describe("measuredSpreads", () => {
  it("pools the variances of the declared pairs of a benchmark", () => {
    const comparison = compareArms(
      inputOf(
        // Differences to the baseline in right answers: 10, 20, 30 (SD 10) and 0, 20, 40 (SD 20).
        { sums: { base: [100, 110, 120], a: [110, 130, 150], b: [100, 130, 160] } },
        { baselineArm: "base" },
      ),
    );
    const [spread, ...others] = measuredSpreads(comparison);
    expect(others).toEqual([]);
    expect(spread).toMatchObject({ benchmark: "sums", pairs: 2, seeds: 3, questions: QUESTIONS });
    expect(spread?.sd).toBeCloseTo(Math.sqrt((100 + 400) / 2) / QUESTIONS, 12);
  });
  it("learns nothing from two seeds, from arms without shared warm-ups, or from equal differences", () => {
    const two = inputOf({ sums: { base: [100, 110], a: [110, 130] } });
    expect(measuredSpreads(compareArms(two))).toEqual([]);
    const equal = inputOf({ sums: { base: [100, 110, 120], a: [110, 120, 130] } });
    expect(measuredSpreads(compareArms(equal))).toEqual([]);
    const three = inputOf({ sums: { base: [100, 110, 120], a: [110, 130, 150] } });
    const apart = {
      ...three,
      arms: three.arms.map((arm) => ({ ...arm, sharesWarmUp: false })),
      cells: three.cells.map((cell) => ({ ...cell, warmUpRunId: null })),
    };
    expect(measuredSpreads(compareArms(apart))).toEqual([]);
  });
  it("keeps benchmarks apart and leaves the mean over them out", () => {
    const spreads = measuredSpreads(
      compareArms(
        inputOf({
          sums: { base: [100, 110, 120], a: [110, 130, 150] },
          words: { base: [100, 110, 120], a: [110, 110, 150] },
        }),
      ),
    );
    expect(spreads.map(({ benchmark }) => benchmark)).toEqual(["sums", "words"]);
  });
});

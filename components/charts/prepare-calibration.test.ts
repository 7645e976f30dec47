import { describe, expect, it } from "vitest";
import { prepareCalibration } from "./prepare-calibration";

const frame = { left: 0, right: 100, top: 0, bottom: 100 };
const point = (score: number, good: number, n: number) => ({
  ...{ from: score, to: score + 0.1, score, good, lo: good / 2, hi: (1 + good) / 2, n },
});

describe("prepareCalibration", () => {
  it("puts a score that is a probability on the diagonal, bounds above and below", () => {
    const { marks, diagonal } = prepareCalibration([point(0.5, 0.5, 4)], frame);
    expect(marks[0]).toMatchObject({ x: 50, y: 50, top: 25, bottom: 75 });
    expect(diagonal).toBe("M0 100L100 0");
  });
  it("draws more items larger, and says every number in words", () => {
    const { marks } = prepareCalibration([point(0, 0, 1), point(0.9, 1, 100)], frame);
    expect(marks[0]?.radius).toBeLessThan(marks[1]?.radius ?? 0);
    expect(marks[1]?.words).toBe("Score 0.90 to 1.00: 100% good [50, 100], n = 100");
  });
  it("draws nothing of nothing", () => {
    expect(prepareCalibration([], frame).marks).toEqual([]);
  });
});

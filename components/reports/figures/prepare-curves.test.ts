import { describe, expect, it } from "vitest";
import type { FrozenCurve } from "@/lib/contracts/report";
import { prepareCurves } from "./prepare-curves";

const steps: [number, number][] = [
  [1, 10],
  [11, 20],
  [21, 30],
];

function curveOf(...seeds: (number | null)[][]): FrozenCurve {
  const values = seeds.map((each, i) => ({ seed: i + 1, values: each, odd: 0 }));
  return { metric: "reward/mean", arms: [{ arm: "a", trainSteps: steps, seeds: values }] };
}

const only = (curve: FrozenCurve) => {
  const { arms, ...panel } = prepareCurves(curve, 0.95);
  const [arm] = arms;
  if (!arm) throw new Error("the arm is gone");
  return { ...panel, arm };
};

describe("prepareCurves", () => {
  it("draws the mean between the seeds, and a band around it", () => {
    const { arm } = only(curveOf([0, 0.5, 1], [0.2, 0.7, 1]));
    expect(arm.n).toEqual({ least: 2, most: 2 });
    expect(arm.mean).toHaveLength(1);
    const [first] = arm.mean[0] ?? [];
    const [edge] = arm.band[0] ?? [];
    expect(first && edge && edge.lo < first.y && first.y < edge.hi).toBe(true);
    expect(arm.seeds).toHaveLength(2);
  });

  it("never draws the mean of one seed: the line stops where only one goes on", () => {
    const { arm } = only(curveOf([0, 0.5, 1], [0.2, 0.7, null]));
    expect(arm.n).toEqual({ least: 1, most: 2 });
    expect(arm.mean.flat()).toHaveLength(2);
    expect(arm.band.flat()).toHaveLength(2);
    expect(arm.seeds.map((seed) => seed.length)).toEqual([3, 2]);
    expect(only(curveOf([0, 0.5, 1])).arm).toMatchObject({ mean: [], band: [] });
  });

  it("leaves a gap where a value is missing", () => {
    const { arm } = only(curveOf([0, null, 1], [0.2, null, 0.8]));
    expect(arm.mean.map((stretch) => stretch.length)).toEqual([1, 1]);
  });

  it("keeps the axis to the values where two seeds make a band many times as wide", () => {
    const { y, arm } = only(curveOf([0, 0.5, 1], [1, 0.5, 0]));
    expect(y.lo).toBeGreaterThanOrEqual(-1);
    expect(y.hi).toBeLessThanOrEqual(2);
    expect((arm.band[0] ?? [])[0]?.hi).toBeGreaterThan(1);
  });

  it("has an axis where all values are equal, and where there is none", () => {
    const flat = only(curveOf([3, 3, 3], [3, 3, 3]));
    expect(flat.y.hi).toBeGreaterThan(flat.y.lo);
    expect(only(curveOf([null, null, null])).arm).toMatchObject({
      mean: [],
      seeds: [],
      n: { least: 0, most: 0 },
    });
  });
});

import { describe, expect, it } from "vitest";
import { compareSteps, durations, pairSteps } from "./step-times";

describe("what a time without a server costs a train step", () => {
  it("takes only steps that lie within the stretch, and only where the one before is known", () => {
    const reports = [
      { trainStep: 1, atMs: 0 },
      { trainStep: 2, atMs: 100 },
      { trainStep: 3, atMs: 250 },
      { trainStep: 5, atMs: 400 },
      { trainStep: 6, atMs: 900 },
    ];
    expect(durations(reports, { fromMs: 50, toMs: 800 })).toEqual(new Map([[3, 150]]));
  });

  it("pairs the same train steps of the two runs", () => {
    const absent = new Map([
      [4, 10],
      [3, 20],
      [2, 30],
    ]);
    const present = new Map([
      [3, 5],
      [4, 6],
      [9, 7],
    ]);
    expect(pairSteps(absent, present)).toEqual([
      [20, 5],
      [10, 6],
    ]);
  });

  it("gives the median ratio of blocks with an interval around it, whatever slows both sides down", () => {
    // Half of the time another program takes a core, from both; one side is 2% slower.
    const pairs = Array.from({ length: 2000 }, (_, i): [number, number] => {
      const both = (i % 7) + (i > 1000 ? 200 : 100);
      return [both * 1.02, both];
    });
    const found = compareSteps([pairs.slice(0, 1005), pairs.slice(1005)]);
    expect(found).toMatchObject({ blocks: 99, trainSteps: 2000 });
    expect(found.ratio).toBeCloseTo(1.02, 6);
    expect(found.interval[0]).toBeLessThanOrEqual(found.ratio);
    expect(found.interval[1]).toBeGreaterThanOrEqual(found.ratio);
  });

  it("has no figure where there is nothing to compare", () => {
    expect(compareSteps([]).ratio).toBeNaN();
  });
});

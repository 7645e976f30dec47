import { describe, expect, it } from "vitest";
import { alignSteps, costGridOf, resample, type SeedMark, stepGridOf } from "./replicate";

const mark = (firstTrainStep: number, mean: number | null, changes: Partial<SeedMark> = {}): SeedMark => ({
  ...{ firstTrainStep, x: firstTrainStep, mean, finiteCount: mean === null ? 0 : 1 },
  ...{ nan: false, posInf: false, negInf: false },
  ...changes,
});

describe("seeds on buckets of train steps", () => {
  it("gives every seed the same edges, whatever it logged, and clips them to the range", () => {
    const grid = stepGridOf([[mark(3, 1), mark(11, 1)], [mark(9, 1)], [mark(27, 1)]], 10, {
      from: 3,
      to: 27,
    });
    expect(grid.trainSteps).toEqual([
      [3, 9],
      [10, 19],
      [20, 27],
    ]);
  });

  it("weights what a bucket holds of a seed by its finite values, and leaves the rest missing", () => {
    const grid = stepGridOf([[mark(0, 1), mark(10, 1), mark(20, 1)]], 10, { from: 0, to: 29 });
    const { values } = alignSteps(
      [mark(1, 2, { finiteCount: 3 }), mark(7, 6, { finiteCount: 1 }), mark(21, 5)],
      grid,
      10,
    );
    expect(values).toEqual([3, null, 5]);
  });

  it("marks what is not finite and averages only what is", () => {
    const grid = stepGridOf([[mark(0, 1), mark(10, null)]], 10, { from: 0, to: 19 });
    const { values, odd } = alignSteps(
      [
        mark(0, 4),
        mark(1, null, { nan: true }),
        mark(2, 6, { posInf: true }),
        mark(12, null, { negInf: true }),
      ],
      grid,
      10,
    );
    expect(values).toEqual([5, null]);
    expect(odd).toEqual([
      { at: 0, nan: true, posInf: true, negInf: false },
      { at: 1, nan: false, posInf: false, negInf: true },
    ]);
  });
});

describe("seeds on a cost axis", () => {
  const at = (x: number | null, mean: number | null, changes: Partial<SeedMark> = {}) =>
    mark(1, mean, { x, ...changes });

  it("covers what the seeds cover, within the wanted range", () => {
    const seeds = [
      [at(10, 1), at(30, 1)],
      [at(0, 1), at(null, 1), at(20, 1)],
    ];
    expect(costGridOf(seeds, 3, {})).toEqual([5, 15, 25]);
    expect(costGridOf(seeds, 2, { from: 20, to: 99 })).toEqual([22.5, 27.5]);
    expect(costGridOf(seeds, 2, { from: 50 })).toEqual([]);
  });

  it("is empty where nothing moves along it", () => {
    expect(costGridOf([[at(0, 1), at(0, 2)]], 4, {})).toEqual([]);
    expect(costGridOf([], 4, {})).toEqual([]);
  });

  it("draws straight lines between a seed's own marks and never beyond its ends", () => {
    const { values } = resample([at(10, 0), at(20, 1), at(40, 3)], [5, 10, 15, 30, 40, 45]);
    expect(values).toEqual([null, 0, 0.5, 2, 3, null]);
  });

  it("draws nothing beside a mark without a value, and marks it", () => {
    const marks = [at(0, 1), at(10, null, { nan: true, finiteCount: 0 }), at(20, 3), at(30, 5)];
    const { values, odd } = resample(marks, [5, 15, 25]);
    expect(values).toEqual([null, null, 4]);
    expect(odd).toEqual([{ at: 1, nan: true, posInf: false, negInf: false }]);
  });

  it("leaves marks outside of the range unmarked", () => {
    expect(resample([at(0, null, { nan: true }), at(100, 1), at(110, 1)], [102, 106]).odd).toEqual([]);
  });

  it("puts marks of one place together, and leaves out those whose place is not known", () => {
    const marks = [at(0, 1, { finiteCount: 3 }), at(0, 5), at(null, 100), at(10, 4)];
    expect(resample(marks, [0, 5])).toEqual({ values: [2, 3], odd: [] });
  });

  it("gives the same values for marks in any order", () => {
    const marks = [at(0, 0), at(4, 8), at(10, 2), at(12, 7)];
    const grid = [1, 3, 5, 11];
    expect(resample([...marks].reverse(), grid)).toEqual(resample(marks, grid));
  });
});

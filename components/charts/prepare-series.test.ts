import { describe, expect, it } from "vitest";
import { markNear, prepareSeries, stepsBetween } from "./prepare-series";
import { markOf, segmentOf, seriesOf, sourceOf } from "./series-fixture";

const plain = { axis: "trainStep", smoothing: 0 } as const;
const only = <T>(items: readonly T[]): T => {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`expected one, got ${items.length}`);
  return item;
};

describe("prepareSeries", () => {
  it("draws logged values in the order of x", () => {
    const plot = prepareSeries([sourceOf([segmentOf([markOf(2, 20), markOf(1, 10)])])], plain);
    const line = only(plot.lines);
    expect(line.raw).toEqual([
      { x: 1, y: 10 },
      { x: 2, y: 20 },
    ]);
    expect([line.points, line.smooth, line.band, plot.empty]).toEqual([2, null, [], false]);
  });

  it("breaks the line at what is not finite and marks it at the edge of the plot", () => {
    const values = [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5];
    const marks = values.map((value, i) => markOf(i + 1, value));
    const line = only(prepareSeries([sourceOf([segmentOf(marks)])], plain).lines);
    expect(line.raw.map(({ y }) => y)).toEqual([1, null, null, null, 5]);
    expect(line.edges).toEqual([
      { x: 2, edge: "top" },
      { x: 3, edge: "top" },
      { x: 4, edge: "bottom" },
    ]);
  });

  it("leaves what is not finite out of the y-axis", () => {
    const { y } = prepareSeries([sourceOf([segmentOf([markOf(1, 1), markOf(2, Infinity)])])], plain);
    expect(Number.isFinite(y.hi)).toBe(true);
  });

  it("marks where a later attempt took over, and draws only current attempts", () => {
    const segments = [
      segmentOf([markOf(1, 1), markOf(2, 2)]),
      segmentOf([markOf(3, 3)], { attemptNumber: 2 }),
      segmentOf([markOf(3, 99)], { current: false }),
    ];
    const line = only(prepareSeries([sourceOf(segments)], plain).lines);
    expect(line.resumes).toEqual([3]);
    expect(line.raw.map(({ y }) => y)).toEqual([1, 2, 3]);
  });

  it("draws least to greatest of buckets as a band", () => {
    const bucket = { ...markOf(1, 2), lastTrainStep: 4, count: 4, finiteCount: 4, min: 1, max: 5 };
    const line = only(prepareSeries([sourceOf([segmentOf([bucket, markOf(5, 3)])])], plain).lines);
    expect(line.band).toEqual([
      { x: 1, range: [1, 5] },
      { x: 5, range: [3, 3] },
    ]);
    expect(line.points).toBe(5);
  });

  it("draws mean ± SD where the spread is known", () => {
    const spread = seriesOf([segmentOf([markOf(1, 0.5)])], "reward/mean_sd");
    const line = only(prepareSeries([sourceOf([segmentOf([markOf(1, 2)])], { spread })], plain).lines);
    expect(only(line.band).range).toEqual([1.5, 2.5]);
  });

  it("smooths in bold over faint values as logged, across a resume and past a gap", () => {
    const segments = [
      segmentOf([markOf(1, 0), markOf(2, Number.NaN)]),
      segmentOf([markOf(3, 3)], { attemptNumber: 2 }),
    ];
    const line = only(prepareSeries([sourceOf(segments)], { ...plain, smoothing: 0.5 }).lines);
    expect(line.raw.map(({ y }) => y)).toEqual([0, null, 3]);
    expect(line.smooth?.map(({ y }) => y)).toEqual([0, null, expect.closeTo(2, 10)]);
    expect(line.marks[2]?.shown).toBeCloseTo(2, 10);
  });

  it("shows times in a unit that fits and leaves out what has no place on the axis", () => {
    const marks = [markOf(1, 1, 60_000), markOf(2, 2, 600_000), markOf(3, 3, null)];
    const plot = prepareSeries([sourceOf([segmentOf(marks)])], { axis: "wall", smoothing: 0 });
    expect(plot.x.scale.title).toBe("wall time [min]");
    expect(only(plot.lines).raw.map(({ x }) => x)).toEqual([1, 10]);
  });

  it("gives several runs one axis that holds all of them", () => {
    const plot = prepareSeries(
      [
        sourceOf([segmentOf([markOf(1, 0), markOf(10, 1)])]),
        sourceOf([segmentOf([markOf(5, 3), markOf(20, -2)])], { key: "b" }),
      ],
      plain,
    );
    expect([plot.x.lo, plot.x.hi]).toEqual([1, 20]);
    expect(plot.y.lo).toBeLessThanOrEqual(-2);
    expect(plot.y.hi).toBeGreaterThanOrEqual(3);
  });

  it("keeps a learning rate that never changes readable", () => {
    const { y } = prepareSeries([sourceOf([segmentOf([markOf(1, 1e-4), markOf(2, 1e-4)])])], plain);
    expect(y.hi - y.lo).toBeLessThan(1e-4);
    expect(y.lo).toBeLessThan(1e-4);
    expect(y.hi).toBeGreaterThan(1e-4);
  });

  it("is empty without marks, and still has axes", () => {
    const plot = prepareSeries([sourceOf([], { series: undefined })], plain);
    expect(plot.empty).toBe(true);
    expect(plot.y.hi).toBeGreaterThan(plot.y.lo);
  });
});

describe("markNear", () => {
  const plot = prepareSeries([sourceOf([segmentOf([markOf(1, 1), markOf(4, 4), markOf(10, 10)])])], plain);
  const line = only(plot.lines);

  it.each([
    [-5, 1],
    [2, 1],
    [3, 4],
    [6.9, 4],
    [7.1, 10],
    [99, 10],
  ])("finds for %f the mark at %f", (x, at) => expect(markNear(line, x)?.x).toBe(at));

  it("finds none in an empty line", () => expect(markNear({ marks: [] }, 1)).toBeNull());
});

describe("stepsBetween", () => {
  it("is the train steps of the marks inside, on any axis", () => {
    const marks = [markOf(1, 1, 1000), markOf(2, 1, 2000), markOf(3, 1, 3000)];
    const plot = prepareSeries([sourceOf([segmentOf(marks)])], { axis: "active", smoothing: 0 });
    expect(stepsBetween(plot, 1.5, 3)).toEqual({ from: 2, to: 3 });
    expect(stepsBetween(plot, 1.1, 1.2)).toBeNull();
  });
});

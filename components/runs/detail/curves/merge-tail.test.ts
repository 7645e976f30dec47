import { describe, expect, it } from "vitest";
import { markOf, segmentOf, seriesOf } from "@/components/charts/series-fixture";
import type { SeriesAnswer, SeriesSegment } from "@/lib/contracts";
import { mergeTail } from "./merge-tail";

function answer(segments: SeriesSegment[], changes: Partial<SeriesAnswer> = {}): SeriesAnswer {
  return {
    ...{ axis: "trainStep", fromTrainStep: 1, toTrainStep: 3, bucketWidth: 1, catalogue: [] },
    ...{ series: segments.length > 0 ? [seriesOf(segments)] : [], ...changes },
  };
}
const points = (...steps: number[]) => steps.map((step) => markOf(step, step));
const stepsOf = (merged: SeriesAnswer | null) =>
  merged?.series[0]?.segments.map((s) => s.marks.map((mark) => mark.firstTrainStep));

describe("mergeTail", () => {
  const old = answer([segmentOf(points(1, 2, 3))]);

  it("appends new points and takes over the new catalogue", () => {
    const catalogue = [{ runId: "run_00000001", name: "x", points: 1, lastTrainStep: 4, lastValue: 1 }];
    const merged = mergeTail(old, answer([segmentOf(points(4, 5))], { toTrainStep: 5, catalogue }), 4);
    expect(stepsOf(merged)).toEqual([[1, 2, 3, 4, 5]]);
    expect([merged?.toTrainStep, merged?.catalogue]).toEqual([5, catalogue]);
  });

  it("replaces from the first changed train step on, so that a late or repeated point is right", () => {
    const fresh = answer([segmentOf([markOf(2, 99), markOf(3, 3)])]);
    const merged = mergeTail(old, fresh, 2);
    expect(merged?.series[0]?.segments[0]?.marks.map((mark) => mark.mean)).toEqual([1, 99, 3]);
  });

  it("keeps a series that has no news", () => {
    expect(stepsOf(mergeTail(old, answer([]), 4))).toEqual([[1, 2, 3]]);
  });

  it("takes up a metric that is logged for the first time", () => {
    const merged = mergeTail(answer([]), answer([segmentOf(points(7))]), 7);
    expect(stepsOf(merged)).toEqual([[7]]);
  });

  it("gives up when a new attempt has taken over", () => {
    const resumed = segmentOf(points(3), { attemptId: "att_00000002", attemptNumber: 2 });
    expect(mergeTail(old, answer([resumed]), 3)).toBeNull();
  });

  it("gives up when a bucket would be cut in two, or its width has changed", () => {
    const bucket = { ...markOf(1, 1), lastTrainStep: 4, count: 4 };
    const coarse = answer([segmentOf([bucket], { resolution: "buckets" })], { bucketWidth: 4 });
    const fresh = answer([segmentOf(points(3), { resolution: "buckets" })], { bucketWidth: 4 });
    expect(mergeTail(coarse, fresh, 3)).toBeNull();
    expect(mergeTail(coarse, answer([segmentOf(points(5))]), 5)).toBeNull();
  });

  it("gives up when the answer grows beyond what a chart draws fast", () => {
    const many = answer([segmentOf(points(...Array.from({ length: 1000 }, (_, i) => i)))]);
    expect(mergeTail(many, answer([segmentOf(points(1000))]), 1000)).toBeNull();
  });
});

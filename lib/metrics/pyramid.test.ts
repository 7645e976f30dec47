import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketWidthFor, coverOf, levelFor, WINDOW_WIDTHS, widthOf, windowsOf } from "./pyramid";
import { summarise } from "./summary";

const range = fc
  .tuple(fc.nat(5_000_000), fc.nat(5_000_000))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

describe("the metric pyramid", () => {
  it("covers a range exactly: no train step twice, none left out, windows whole", () => {
    fc.assert(
      fc.property(range, fc.nat(WINDOW_WIDTHS.length), ({ from, to }, level) => {
        const cover = coverOf(from, to, level);
        let next = from;
        for (const part of cover) {
          expect(part.from).toBe(next);
          expect(part.to).toBeGreaterThanOrEqual(part.from);
          if (part.level > 0)
            expect([part.from % widthOf(part.level), (part.to + 1) % widthOf(part.level)]).toEqual([0, 0]);
          next = part.to + 1;
        }
        expect(next).toBe(to + 1);
      }),
    );
  });

  it("reads few rows for any range: the inner windows, and less than eight a level towards each end", () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 1000 }), ({ from, to }, buckets) => {
        const width = bucketWidthFor(to - from + 1, buckets);
        const level = levelFor(width, Infinity);
        const rows = coverOf(from, to, level).reduce(
          (sum, part) => sum + (part.to - part.from + 1) / widthOf(part.level),
          0,
        );
        // 31 points and 7 windows of each level at both ends, and at most eight windows a bucket.
        expect(rows).toBeLessThanOrEqual(Math.max(8, 32) * buckets + 2 * (31 + 7 * WINDOW_WIDTHS.length));
      }),
    );
  });

  it("never makes more buckets than were asked for, nor buckets that windows do not fit into", () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 1000 }), ({ from, to }, buckets) => {
        const width = bucketWidthFor(to - from + 1, buckets);
        expect(Math.floor(to / width) - Math.floor(from / width) + 1).toBeLessThanOrEqual(buckets);
        expect(width % widthOf(levelFor(width, Infinity))).toBe(0);
      }),
    );
  });

  it("counts each point once on every level", () => {
    const point = fc.record({ trainStep: fc.nat(300_000), value: fc.double(), atMs: fc.constant(0) });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), (points) => {
        const windows = windowsOf(points);
        WINDOW_WIDTHS.forEach((width, i) => {
          const level = windows.filter((window) => window.level === i + 1);
          expect(level.reduce((sum, { summary }) => sum + summary.count, 0)).toBe(points.length);
          for (const { windowStart, summary } of level) {
            const inside = points.filter((p) => Math.floor(p.trainStep / width) * width === windowStart);
            expect({ ...summary, sum: 0 }).toEqual({ ...summarise(inside), sum: 0 });
          }
        });
      }),
    );
  });
});

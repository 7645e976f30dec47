import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  HEAD_HEIGHT,
  pagesOf,
  ROW_HEIGHT,
  ROWS_PAGE,
  scrollTopAt,
  scrollTopFor,
  windowOf,
} from "./window-of";

const place = fc.record({
  count: fc.integer({ min: 1, max: 200_000 }),
  height: fc.integer({ min: 100, max: 2_000 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe("the window of the list", () => {
  it("always holds every row in sight, and a bounded number of rows", () => {
    fc.assert(
      fc.property(place, ({ count, height, share }) => {
        const scrollTop = share * Math.max(0, count * ROW_HEIGHT + HEAD_HEIGHT - height);
        const { first, end } = windowOf(scrollTop, height, count);
        expect(first).toBeLessThanOrEqual(Math.floor(scrollTop / ROW_HEIGHT));
        expect(end).toBeGreaterThanOrEqual(Math.min(count, Math.floor((scrollTop + height) / ROW_HEIGHT)));
        expect(end - first).toBeLessThanOrEqual(height / ROW_HEIGHT + 42);
      }),
    );
  });

  it("asks for the pages of all its rows, at most a page beyond either end", () => {
    fc.assert(
      fc.property(place, ({ count, height, share }) => {
        const range = windowOf(share * count * ROW_HEIGHT, height, count);
        const pages = pagesOf(range, count);
        for (let row = range.first; row < range.end; row++)
          expect(pages).toContain(Math.floor(row / ROWS_PAGE));
        expect(pages.length).toBeLessThanOrEqual(3);
        for (const page of pages) expect(page * ROWS_PAGE).toBeLessThan(count);
      }),
    );
    expect(pagesOf({ first: 0, end: 0 }, 0)).toEqual([]);
  });

  it("does not move for a row in sight, and brings in one that is not", () => {
    fc.assert(
      fc.property(place, ({ count, height, share }) => {
        const index = Math.floor(share * (count - 1));
        const at = scrollTopFor(index, 0, height);
        expect(index * ROW_HEIGHT).toBeGreaterThanOrEqual(at);
        expect((index + 1) * ROW_HEIGHT).toBeLessThanOrEqual(at + height - HEAD_HEIGHT);
        expect(scrollTopFor(index, at, height)).toBe(at);
      }),
    );
  });

  it("keeps a place of the overview within the list", () => {
    expect(scrollTopAt(0, 600, 1000)).toBe(0);
    expect(scrollTopAt(1, 600, 1000)).toBe(1000 * ROW_HEIGHT - (600 - HEAD_HEIGHT));
    expect(scrollTopAt(0.5, 600, 1000)).toBe(15_000 - (600 - HEAD_HEIGHT) / 2);
    expect(scrollTopAt(1, 600, 3)).toBe(0);
  });
});

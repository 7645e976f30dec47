import { describe, expect, it } from "vitest";
import { moved } from "./heatmap-chart";
import { heatmapHeight, heatmapWidth, labelledIndices } from "./heatmap-size";
import { heatmapPixels } from "./prepare-heatmap";
import { solvabilityColour } from "./solvability-scale";

const grid = { columns: 3, rows: 2, cellAt: () => ({ kind: "empty" }) as const };

describe("moved", () => {
  it.each([
    ["ArrowRight", { column: 0, row: 0 }, { column: 1, row: 0 }],
    ["ArrowRight", { column: 2, row: 1 }, { column: 2, row: 1 }],
    ["ArrowLeft", { column: 0, row: 1 }, { column: 0, row: 1 }],
    ["ArrowDown", { column: 1, row: 0 }, { column: 1, row: 1 }],
    ["ArrowUp", { column: 1, row: 0 }, { column: 1, row: 0 }],
    ["End", { column: 0, row: 1 }, { column: 2, row: 1 }],
    ["Home", { column: 2, row: 1 }, { column: 0, row: 1 }],
    ["Tab", { column: 2, row: 1 }, null],
  ])("%s from %o", (key, from, to) => expect(moved(key, from, grid)).toEqual(to));
});

describe("labelledIndices", () => {
  it("labels everything where there is room, and round strides where not", () => {
    expect(labelledIndices(4, 400, 46)).toEqual([0, 1, 2, 3]);
    expect(labelledIndices(100, 460, 46)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(labelledIndices(30, 460, 46)).toHaveLength(6);
  });
  it("never crowds labels", () => {
    for (const count of [1, 7, 13, 60, 400, 5000]) {
      const labels = labelledIndices(count, 300, 46);
      const apart = ((labels[1] ?? count) - (labels[0] ?? 0)) * (300 / count);
      if (labels.length > 1) expect(apart).toBeGreaterThanOrEqual(46);
    }
  });
  it("labels nothing where there is nothing", () => expect(labelledIndices(0, 300, 46)).toEqual([]));
});

describe("the size of a heatmap", () => {
  it("is bounded, and never negative before it is measured", () => {
    expect(heatmapWidth(3, 2000)).toBeLessThan(300);
    expect(heatmapWidth(500, 900)).toBe(900);
    expect(heatmapWidth(5, -30)).toBe(0);
    expect(heatmapHeight(4, true)).toBeLessThan(heatmapHeight(4, false));
    expect(heatmapHeight(50, false)).toBeLessThanOrEqual(360);
  });
});

describe("heatmapPixels with cells wider than high", () => {
  it("fills each cell to its own edges", () => {
    const input = {
      columns: 2,
      rows: 2,
      cellAt: (column: number, row: number) => ({ kind: "value" as const, c: (column + 2 * row) / 3 }),
    };
    const colours = { missing: [0, 0, 0], missingStripe: [0, 0, 0], notScored: [0, 0, 0] } as const;
    const pixels = heatmapPixels(input, { x: 3, y: 2 }, colours);
    expect(pixels.length).toBe(6 * 4 * 4);
    const at = (x: number, y: number) => [...pixels.slice((y * 6 + x) * 4).slice(0, 3)];
    expect(at(2, 1)).toEqual([...solvabilityColour(0)]);
    expect(at(3, 1)).toEqual([...solvabilityColour(1 / 3)]);
    expect(at(2, 2)).toEqual([...solvabilityColour(2 / 3)]);
    expect(at(5, 3)).toEqual([...solvabilityColour(1)]);
  });
});

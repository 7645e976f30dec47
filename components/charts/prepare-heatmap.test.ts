import { describe, expect, it } from "vitest";
import { cellUnder, type HeatmapCell, heatmapPixels } from "./prepare-heatmap";
import { inkOn, solvabilityColour } from "./solvability-scale";

const COLOURS = { missing: [250, 250, 250], missingStripe: [1, 2, 3], notScored: [9, 9, 9] } as const;

function paint(cells: HeatmapCell[], scale = 6) {
  const pixels = heatmapPixels(
    { columns: cells.length, rows: 1, cellAt: (c) => cells[c] ?? { kind: "empty" } },
    scale,
    COLOURS,
  );
  const at = (cell: number, x: number, y: number) => [
    ...pixels.slice((y * cells.length * scale + cell * scale + x) * 4).slice(0, 4),
  ];
  return { pixels, at };
}

describe("heatmapPixels", () => {
  it("gives 0, missing, not scored and no data four different looks", () => {
    const { at } = paint([
      { kind: "value", c: 0 },
      { kind: "missing" },
      { kind: "not-scored" },
      { kind: "empty" },
    ]);
    const looks = [0, 1, 2, 3].map((cell) =>
      JSON.stringify(Array.from({ length: 6 }, (_, x) => at(cell, x, 1))),
    );
    expect(new Set(looks).size).toBe(4);
    expect(at(3, 0, 0)).toEqual([0, 0, 0, 0]);
  });

  it("fills a value's whole cell with its colour", () => {
    const { at } = paint([{ kind: "value", c: 0.5 }]);
    for (const [x, y] of [
      [0, 0],
      [5, 5],
      [3, 2],
    ] as const)
      expect(at(0, x, y)).toEqual([...solvabilityColour(0.5), 255]);
  });

  it("hatches missing cells with both colours", () => {
    const { at } = paint([{ kind: "missing" }]);
    const seen = new Set(
      Array.from({ length: 36 }, (_, i) => JSON.stringify(at(0, i % 6, Math.floor(i / 6)).slice(0, 3))),
    );
    expect(seen).toEqual(new Set(["[250,250,250]", "[1,2,3]"]));
  });
});

describe("solvabilityColour", () => {
  it("rises in luminance and stays within the scale", () => {
    const luminance = ([r, g, b]: readonly [number, number, number]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const values = Array.from({ length: 21 }, (_, i) => luminance(solvabilityColour(i / 20)));
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1] ?? Infinity);
    expect(solvabilityColour(7)).toEqual(solvabilityColour(1));
    expect(inkOn(solvabilityColour(0))).toBe("white");
    expect(inkOn(solvabilityColour(1))).toBe("black");
  });
});

describe("cellUnder", () => {
  const size = { width: 100, height: 40 };
  const grid = { columns: 10, rows: 4 };
  it("finds the cell and nothing outside", () => {
    expect(cellUnder({ x: 0, y: 0 }, size, grid)).toEqual({ column: 0, row: 0 });
    expect(cellUnder({ x: 99.9, y: 39.9 }, size, grid)).toEqual({ column: 9, row: 3 });
    expect(cellUnder({ x: 100, y: 0 }, size, grid)).toBeNull();
    expect(cellUnder({ x: -1, y: 0 }, size, grid)).toBeNull();
  });
});

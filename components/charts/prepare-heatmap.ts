import { type Rgb, solvabilityColour } from "./solvability-scale";

/** What a cell is; never confused: 0 is a value, missing was asked for, not scored never was, empty is no data. */
export type HeatmapCell =
  | { kind: "value"; c: number }
  | { kind: "missing" }
  | { kind: "not-scored" }
  | { kind: "empty" };

export interface HeatmapInput {
  columns: number;
  rows: number;
  /** Row-major. */
  cellAt: (column: number, row: number) => HeatmapCell;
}

export interface HeatmapColours {
  missing: Rgb;
  missingStripe: Rgb;
  notScored: Rgb;
}

/** Pixels of one cell: as wide as high, or each by itself. */
export type CellScale = number | { x: number; y: number };

/**
 * RGBA pixels of a heatmap at one cell = `scale` pixels, for putImageData: the cost does not depend on how many elements
 * a browser can hold. Missing cells are hatched; not-scored ones are plain paper; empty ones transparent.
 */
export function heatmapPixels(
  input: HeatmapInput,
  scale: CellScale,
  colours: HeatmapColours,
): Uint8ClampedArray<ArrayBuffer> {
  const size = typeof scale === "number" ? { x: scale, y: scale } : scale;
  const width = input.columns * size.x;
  const pixels = new Uint8ClampedArray(width * input.rows * size.y * 4);
  for (let row = 0; row < input.rows; row++) {
    for (let column = 0; column < input.columns; column++) {
      paintCell(pixels, width, column, row, size, input.cellAt(column, row), colours);
    }
  }
  return pixels;
}

function paintCell(
  pixels: Uint8ClampedArray,
  width: number,
  column: number,
  row: number,
  scale: { x: number; y: number },
  cell: HeatmapCell,
  colours: HeatmapColours,
): void {
  if (cell.kind === "empty") return;
  const value = cell.kind === "value" ? solvabilityColour(cell.c) : null;
  for (let y = 0; y < scale.y; y++) {
    for (let x = 0; x < scale.x; x++) {
      const [r, g, b] = value ?? patternAt(cell.kind, column * scale.x + x, row * scale.y + y, colours);
      const at = ((row * scale.y + y) * width + column * scale.x + x) * 4;
      pixels[at] = r;
      pixels[at + 1] = g;
      pixels[at + 2] = b;
      pixels[at + 3] = 255;
    }
  }
}

/** Diagonal stripes two pixels wide, continuous across cells. */
function patternAt(kind: HeatmapCell["kind"], x: number, y: number, colours: HeatmapColours): Rgb {
  if (kind === "not-scored") return colours.notScored;
  return (x + y) % 6 < 2 ? colours.missingStripe : colours.missing;
}

/** The cell under a point of the drawn element, or null outside. */
export function cellUnder(
  point: { x: number; y: number },
  size: { width: number; height: number },
  grid: { columns: number; rows: number },
): { column: number; row: number } | null {
  const column = Math.floor((point.x / size.width) * grid.columns);
  const row = Math.floor((point.y / size.height) * grid.rows);
  const inside = column >= 0 && row >= 0 && column < grid.columns && row < grid.rows;
  return inside ? { column, row } : null;
}

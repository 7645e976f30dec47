"use client";

import { useEffect, useRef } from "react";
import { useThemeCount } from "./heatmap-theme";
import { type HeatmapColours, type HeatmapInput, heatmapPixels } from "./prepare-heatmap";
import { inkOn, type Rgb, solvabilityColour } from "./solvability-scale";
import { CHART, resolveColours } from "./theme";

interface Props {
  input: HeatmapInput;
  /** CSS pixels. */
  width: number;
  height: number;
  /** Lines written into a cell where they fit: the mean and its n. */
  textAt?: ((column: number, row: number) => readonly string[]) | undefined;
}

/** A browser's canvas ends near 16,384 pixels a side. */
const MOST_PIXELS = 16_000;
const LEAST_TEXT_WIDTH = 36;
const LEAST_OUTLINE = 5;

function rgbOf(colour: string): Rgb {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b];
}

function coloursOf(element: HTMLElement): { pattern: HeatmapColours; line: string } {
  const { surface, zero, axis } = resolveColours(element);
  const paper = rgbOf(surface);
  return { pattern: { missing: paper, missingStripe: rgbOf(axis), notScored: paper }, line: zero };
}

/** Whole device pixels of a cell, so that no cell is wider than another before the browser scales the whole. */
function cellPixels(length: number, cells: number): number {
  const wanted = Math.max(1, Math.round((length * window.devicePixelRatio) / Math.max(1, cells)));
  return Math.max(1, Math.min(wanted, Math.floor(MOST_PIXELS / Math.max(1, cells))));
}

/** A line around every cell that has something to say, so that blank paper is seen to be a cell. */
function outline(context: CanvasRenderingContext2D, input: HeatmapInput, x: number, y: number, line: string) {
  context.strokeStyle = line;
  context.globalAlpha = 0.55;
  for (let row = 0; row < input.rows; row++)
    for (let column = 0; column < input.columns; column++)
      if (input.cellAt(column, row).kind !== "empty")
        context.strokeRect(column * x + 0.5, row * y + 0.5, x - 1, y - 1);
  context.globalAlpha = 1;
}

function write(
  context: CanvasRenderingContext2D,
  { input, textAt }: Pick<Props, "input" | "textAt">,
  x: number,
  y: number,
) {
  if (!textAt) return;
  const size = 10 * window.devicePixelRatio;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `${size}px ${getComputedStyle(context.canvas).fontFamily}`;
  for (let row = 0; row < input.rows; row++) {
    for (let column = 0; column < input.columns; column++) {
      const cell = input.cellAt(column, row);
      if (cell.kind !== "value") continue;
      context.fillStyle = inkOn(solvabilityColour(cell.c));
      const lines = textAt(column, row);
      lines.forEach((text, i) => {
        context.fillText(
          text,
          (column + 0.5) * x,
          (row + 0.5) * y + (i - (lines.length - 1) / 2) * size * 1.1,
        );
      });
    }
  }
}

function paint(canvas: HTMLCanvasElement, { input, width, height, textAt }: Props): void {
  const [x, y] = [cellPixels(width, input.columns), cellPixels(height, input.rows)];
  canvas.width = x * input.columns;
  canvas.height = y * input.rows;
  const context = canvas.getContext("2d");
  if (!context || canvas.width === 0 || canvas.height === 0) return;
  const { pattern, line } = coloursOf(canvas.parentElement ?? document.body);
  const pixels = heatmapPixels(input, { x, y }, pattern);
  context.putImageData(new ImageData(pixels, canvas.width, canvas.height), 0, 0);
  const ratio = window.devicePixelRatio;
  if (Math.min(x, y) >= LEAST_OUTLINE * ratio) outline(context, input, x, y, line);
  if (x >= LEAST_TEXT_WIDTH * ratio && y >= 24 * ratio) write(context, { input, textAt }, x, y);
}

/** The cells alone, drawn as pixels and scaled by nearest neighbour: 100,000 of them cost what ten do. */
export function HeatmapCanvas({ input, width, height, textAt }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeCount();
  useEffect(() => {
    // A theme change leaves the props as they are, and the colours not.
    if (theme >= 0 && canvas.current && width > 0) paint(canvas.current, { input, width, height, textAt });
  }, [input, width, height, textAt, theme]);
  return (
    <canvas
      ref={canvas}
      aria-hidden
      className="block"
      style={{ width, height, imageRendering: "pixelated", fontFamily: CHART.fontFamily }}
    />
  );
}

import { interpolateCividis } from "d3-scale-chromatic";

export type Rgb = readonly [red: number, green: number, blue: number];

const STEPS = 256;

function parseRgb(text: string): Rgb {
  const [r = 0, g = 0, b = 0] = (text.match(/\d+/g) ?? []).map(Number);
  return [r, g, b];
}

/** c_i from 0 to 1 on cividis: perceptually even and readable with any colour vision. Built once. */
const TABLE: Rgb[] = Array.from({ length: STEPS }, (_, i) => parseRgb(interpolateCividis(i / (STEPS - 1))));

/** Colour of a solvability in [0, 1]. Zero is a colour: missing and not scored have looks of their own. */
export function solvabilityColour(c: number): Rgb {
  const index = Math.round(Math.min(1, Math.max(0, c)) * (STEPS - 1));
  return TABLE[index] ?? [0, 0, 0];
}

export function cssColour([r, g, b]: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}

/** CSS gradient for legends, left = 0. */
export function solvabilityGradient(): string {
  const stops = Array.from({ length: 11 }, (_, i) => cssColour(solvabilityColour(i / 10)));
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

/** Black or white, whichever reads better on the colour (WCAG relative luminance). */
export function inkOn([r, g, b]: Rgb): "black" | "white" {
  const linear = (v: number) => (v <= 10.31475 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) > 0.179 ? "black" : "white";
}

import { decodeNumber } from "@/lib/contracts";
import { formatCount, formatValue, plural } from "@/lib/format/number";
import { exactDuration } from "./exact-duration";
import { markNear, type PlotLine, type PlotMark, type SeriesPlot } from "./prepare-series";
import type { XScale } from "./x-scale";

export interface CardRow {
  key: string;
  label: string;
  colour: string;
  dash: string;
  value: string;
  /** Range, count, attempt: what stands behind the value. */
  detail: string;
}

/** All digits that are worth reading of a value; enough to tell two logged values apart. */
const EXACT_DIGITS = 6;

function stepsOf({ mark }: PlotMark): string {
  const { firstTrainStep: first, lastTrainStep: last } = mark;
  return first === last ? formatCount(first) : `${formatCount(first)}–${formatCount(last)}`;
}

function oddities({ mark }: PlotMark): string[] {
  return [mark.nan ? "NaN" : "", mark.posInf ? "∞" : "", mark.negInf ? "−∞" : ""].filter(Boolean);
}

/** The logged value of a mark in words: of a bucket the mean, and NaN or an infinity where nothing else was logged. */
export function markValue(mark: PlotMark): string {
  if (mark.mark.mean !== null) return formatValue(decodeNumber(mark.mark.mean), EXACT_DIGITS);
  return oddities(mark).join(", ") || "–";
}

function detailOf(found: PlotMark, line: PlotLine, plot: SeriesPlot): string {
  const { mark } = found;
  const { axis } = plot.x.scale;
  const parts: string[] = [];
  if (line.smooth && found.shown !== null) parts.push(`smoothed ${formatValue(found.shown, EXACT_DIGITS)}`);
  if (mark.count > 1) {
    parts.push(`mean of ${plural(mark.count, "value")}`);
    if (mark.min !== null && mark.max !== null)
      parts.push(`${formatValue(decodeNumber(mark.min))} to ${formatValue(decodeNumber(mark.max))}`);
  }
  const odd = mark.mean === null ? [] : oddities(found);
  if (odd.length > 0) parts.push(`and ${odd.join(", ")}`);
  if (plot.of === "trainSteps" && (axis !== "trainStep" || mark.count > 1))
    parts.push(`train step ${stepsOf(found)}`);
  if (line.resumes.length > 0) parts.push(`attempt ${found.attemptNumber}`);
  return parts.join(" · ");
}

/** What the hover card says at x: a line's nearest mark each, in the order of the legend. */
export function cardRows(plot: SeriesPlot, x: number): CardRow[] {
  return plot.lines.flatMap((line) => {
    const found = markNear(line, x);
    if (!found) return [];
    const { key, label, look } = line;
    const detail = detailOf(found, line, plot);
    return [{ key, label, colour: look.colour, dash: look.dash, value: markValue(found), detail }];
  });
}

/** Where the card stands, in words. */
export function cardTitle(plot: { x: { scale: XScale } }, x: number): string {
  const { axis, unitSize, nameOf } = plot.x.scale;
  if (nameOf) return nameOf(x);
  if (axis === "trainStep") return `Train step ${formatCount(Math.round(x))}`;
  if (axis === "tokens") return `${formatCount(Math.round(x))} tokens`;
  return exactDuration(x * unitSize);
}

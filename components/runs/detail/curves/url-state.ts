import {
  type inferParserType,
  parseAsArrayOf,
  parseAsFloat,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { seriesAxis } from "@/lib/contracts";

/** Runs that may be drawn at once: as many as have colours of their own, and as many lines as draw fast. */
export const MOST_RUNS = 8;
export const MOST_SMOOTHING = 0.99;

/** What of the curves lives in the URL: a link shows another person the same picture. */
export const CURVES_STATE = {
  x: parseAsStringLiteral(seriesAxis.options).withDefault("trainStep"),
  smooth: parseAsFloat.withDefault(0),
  with: parseAsArrayOf(parseAsString).withDefault([]),
  /** Zoom, in train steps. */
  from: parseAsInteger,
  to: parseAsInteger,
} as const;
export type CurvesState = inferParserType<typeof CURVES_STATE>;

/** Smoothing that can be drawn, whatever the URL says. */
export function smoothingOf({ smooth }: CurvesState): number {
  return Number.isFinite(smooth) ? Math.min(MOST_SMOOTHING, Math.max(0, smooth)) : 0;
}

import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** What accuracy is set against. */
export const PAID_IN = ["tokens", "activeSeconds", "gpuSeconds"] as const;
export type PaidIn = (typeof PAID_IN)[number];

/** Mean over benchmarks in the URL; no benchmark's key may hold a star. */
export const ALL_BENCHMARKS = "*";

/** What of the cost page lives in the URL. */
export const COST_STATE = {
  /** Arm that the others are held against; "": outcome-only where there is one. */
  against: parseAsString.withDefault(""),
  /** "": the declared contrast's benchmark, else the first. */
  on: parseAsString.withDefault(""),
  paid: parseAsStringLiteral(PAID_IN).withDefault("tokens"),
} as const;
export type CostState = inferParserType<typeof COST_STATE>;

import {
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsFloat,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { replicatedAxis } from "@/lib/contracts";

/**
 * Places along the axis. Coarser ones average more train steps each: calmer curves without any smoothing. Bands of a few
 * seeds cannot be told apart at the finest.
 */
export const DETAIL = { fine: 240, medium: 80, coarse: 30 } as const;
export const DETAILS = ["fine", "medium", "coarse"] as const;

/** What of the curves lives in the URL: a link shows another person the same picture. */
export const REPLICATED_STATE = {
  x: parseAsStringLiteral(replicatedAxis.options).withDefault("trainStep"),
  detail: parseAsStringLiteral(DETAILS).withDefault("medium"),
  /** Single seeds are drawn. */
  seeds: parseAsBoolean.withDefault(true),
  /** Chosen metrics; null: the usual ones. */
  m: parseAsArrayOf(parseAsString),
  /** Arms that are not drawn. */
  hide: parseAsArrayOf(parseAsString).withDefault([]),
  /** Zoom, in the unit of the axis: train steps, tokens, milliseconds. */
  from: parseAsFloat,
  to: parseAsFloat,
} as const;
export type ReplicatedState = inferParserType<typeof REPLICATED_STATE>;

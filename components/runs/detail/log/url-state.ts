import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { LOG_LEVELS, LOG_SOURCES } from "@/lib/contracts";

/** What of the log lives in the URL. */
export const LOG_STATE = {
  q: parseAsString.withDefault(""),
  level: parseAsStringLiteral(LOG_LEVELS).withDefault("debug"),
  source: parseAsStringLiteral(LOG_SOURCES),
} as const;
export type LogState = inferParserType<typeof LOG_STATE>;

/** The filter as the API's query. */
export function logQueryOf({ q, level, source }: LogState): string {
  const params = new URLSearchParams();
  if (q !== "") params.set("q", q);
  if (level !== "debug") params.set("level", level);
  if (source) params.set("source", source);
  return params.toString();
}

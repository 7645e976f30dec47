import { type inferParserType, parseAsArrayOf, parseAsInteger, parseAsStringLiteral } from "nuqs/server";
import { whatIfScheme } from "@/lib/contracts";
import { RESPONSE_STATE } from "../what-if/url-state";

/** GDPO mixes a whole train step: its responses cannot be redrawn one by one. */
export const REDRAWN_SCHEMES = whatIfScheme.exclude(["gdpo"]);

/** Numbers of continuations that can be forecast. */
export const FORECASTS = [8, 16] as const;

/** What of the page lives in the URL. */
export const SENSITIVITY_STATE = {
  ...RESPONSE_STATE,
  origin: parseAsStringLiteral(["train", "probe"] as const).withDefault("train"),
  /** The reward that is looked at; null: as each arm was trained. */
  scheme: parseAsStringLiteral(REDRAWN_SCHEMES.options),
  forecast: parseAsArrayOf(parseAsInteger).withDefault([]),
} as const;
export type SensitivityState = inferParserType<typeof SENSITIVITY_STATE>;

import {
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsFloat,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { lostTreatment, type SettingChanges, whatIfScheme, whatIfSettings } from "@/lib/contracts";
import { CHANGEABLE } from "@/lib/domain/what-if-changes";

/** Settings under which stored responses are rescored; null: as each arm was trained. */
export const SETTING_STATE = {
  scheme: parseAsStringLiteral(whatIfScheme.options),
  lambdaOutcome: parseAsFloat,
  lambdaProcess: parseAsFloat,
  tau: parseAsFloat,
  alpha: parseAsFloat,
  penaltyGate: parseAsBoolean,
  stepBonus: parseAsBoolean,
  maxScoredSteps: parseAsInteger,
  stepMin: parseAsInteger,
  stepMax: parseAsInteger,
  lengthMin: parseAsInteger,
  lengthMax: parseAsInteger,
  formatReward: parseAsFloat,
  lengthReward: parseAsFloat,
  scaleRewards: parseAsStringLiteral(whatIfSettings.shape.scaleRewards.unwrap().options),
  lost: parseAsStringLiteral(lostTreatment.options),
} as const;

/** Which stored responses are looked at. */
export const RESPONSE_STATE = {
  /** Arms; none: all. */
  arms: parseAsArrayOf(parseAsString).withDefault([]),
  fromTrainStep: parseAsInteger,
  toTrainStep: parseAsInteger,
} as const;

/** What of the page lives in the URL: a link shows another person the same question. */
export const WHAT_IF_STATE = {
  ...SETTING_STATE,
  ...RESPONSE_STATE,
  show: parseAsStringLiteral(["advantages", "rewards"] as const).withDefault("advantages"),
} as const;
export type WhatIfState = inferParserType<typeof WHAT_IF_STATE>;
export type SettingState = inferParserType<typeof SETTING_STATE>;

/** The settings that are changed, as the API takes them. */
export function changesOf(state: SettingState): SettingChanges {
  return Object.fromEntries(
    CHANGEABLE.flatMap((key) => (state[key] === null ? [] : [[key, state[key]]])),
  ) as SettingChanges;
}

/** Every setting as the arms have it. */
export const NO_CHANGES = Object.fromEntries(CHANGEABLE.map((key) => [key, null])) as {
  [K in keyof SettingState]: null;
};

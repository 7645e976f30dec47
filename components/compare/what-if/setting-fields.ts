import { rewardLabel } from "@/components/launch/setting-labels";
import type { WhatIfSettings } from "@/lib/contracts";
import type { ChangeableSetting } from "@/lib/domain/what-if-changes";
import { formatValue } from "@/lib/format/number";
import { SCHEMES } from "@/lib/rewards/schemes";

/** One control of the form: a number, or one of a few. */
export interface SettingField {
  key: ChangeableSetting;
  symbol: string;
  text: string;
  kind: "number" | "choice";
  choices: readonly { value: string; label: string }[];
}

const SWITCH = [
  { value: "true", label: "on" },
  { value: "false", label: "off" },
];
const SCALES: Record<WhatIfSettings["scaleRewards"], string> = {
  group: "group's SD",
  batch: "train step's SD",
  none: "nothing",
};
const LOST: Record<WhatIfSettings["lost"], string> = {
  missing: "missing",
  failures: "failures",
  successes: "successes",
};
const SCHEME_CHOICES = Object.values(SCHEMES).map(({ key, title }) => ({ value: key, label: title }));

const entries = (labels: Record<string, string>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

type RewardKey = Parameters<typeof rewardLabel>[0];

function number(key: RewardKey & ChangeableSetting): SettingField {
  return { key, kind: "number", choices: [], ...rewardLabel(key) };
}

function choice(key: ChangeableSetting, text: string, choices: SettingField["choices"]): SettingField {
  return { key, kind: "choice", choices, symbol: "", text };
}

/** The form's controls by what they are about. λ outcome has none: it is 1 minus λ process. */
export const SETTING_GROUPS: readonly { title: string; fields: readonly SettingField[] }[] = [
  {
    title: "What pays",
    fields: [choice("scheme", "scheme", SCHEME_CHOICES), number("lambdaProcess"), number("maxScoredSteps")],
  },
  {
    title: "Gate and bonus",
    fields: [
      choice("penaltyGate", "gate", SWITCH),
      number("tau"),
      choice("stepBonus", "step bonus", SWITCH),
      number("alpha"),
    ],
  },
  {
    title: "Format and length",
    fields: [
      number("stepMin"),
      number("stepMax"),
      number("lengthMin"),
      number("lengthMax"),
      number("formatReward"),
      number("lengthReward"),
    ],
  },
  {
    title: "Advantage and lost continuations",
    fields: [
      choice("scaleRewards", "advantage is divided by", entries(SCALES)),
      choice("lost", "lost continuations are taken for", entries(LOST)),
    ],
  },
];

export const FIELDS: readonly SettingField[] = SETTING_GROUPS.flatMap(({ fields }) => fields);

/** A setting's value as the form words it. */
export function valueText(key: ChangeableSetting, value: WhatIfSettings[ChangeableSetting]): string {
  if (typeof value === "number")
    return formatValue(value)
      .replace(/(\.\d*?)0+$/, "$1")
      .replace(/\.$/, "");
  const field = FIELDS.find((each) => each.key === key);
  return field?.choices.find((each) => each.value === String(value))?.label ?? String(value);
}

/** The arms' own values of a setting, each once: "0 · 0.5 · 1". Empty where no arm is known yet. */
export function ownValues(key: ChangeableSetting, stored: readonly WhatIfSettings[]): string {
  return [...new Set(stored.map((settings) => valueText(key, settings[key])))].join(" · ");
}

/** What a setting is called within a sentence. */
export function settingName(key: ChangeableSetting): string {
  if (key === "lambdaOutcome") return "λ outcome";
  const field = FIELDS.find((each) => each.key === key);
  return field === undefined ? key : field.symbol || field.text;
}

import type { WhatIfSettings } from "@/lib/contracts/reward-config";
import type { SettingChanges } from "@/lib/contracts/what-if";

export type ChangeableSetting = keyof SettingChanges;

/** Every setting that can be changed, in the order of the form. */
export const CHANGEABLE: readonly ChangeableSetting[] = [
  "scheme",
  "lambdaOutcome",
  "lambdaProcess",
  "tau",
  "alpha",
  "penaltyGate",
  "stepBonus",
  "maxScoredSteps",
  "stepMin",
  "stepMax",
  "lengthMin",
  "lengthMax",
  "formatReward",
  "lengthReward",
  "scaleRewards",
  "lost",
];

/** 1 minus a weight, without the digits that floats add: weights are set to a few decimals. */
function otherWeight(weight: number): number {
  return Math.round((1 - weight) * 1e9) / 1e9;
}

/**
 * An arm's settings with changes over them: what is not changed stays the arm's own. Of the two weights one is enough,
 * the other is 1 minus it. What comes out may be no valid set of settings; the contract's schema says where.
 */
export function applyChanges(stored: WhatIfSettings, changes: SettingChanges): WhatIfSettings {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const { lambdaOutcome, lambdaProcess } = changes;
  if (lambdaOutcome !== undefined && lambdaProcess === undefined)
    given.lambdaProcess = otherWeight(lambdaOutcome);
  if (lambdaProcess !== undefined && lambdaOutcome === undefined)
    given.lambdaOutcome = otherWeight(lambdaProcess);
  return { ...stored, ...given };
}

/** Settings in which two sets differ, in the order of the form. */
export function changedSettings(before: WhatIfSettings, after: WhatIfSettings): ChangeableSetting[] {
  return CHANGEABLE.filter((key) => before[key] !== after[key]);
}

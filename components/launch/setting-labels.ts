import { grpoConfig, rewardConfig } from "@/lib/contracts";

export interface SettingLabel {
  /** The paper's symbol, "" if it has none. */
  symbol: string;
  text: string;
}

/** Splits a contract's description "τ: gate on R_proc" into symbol and text. */
export function splitLabel(description: string): SettingLabel {
  const match = /^([^:]{1,14}): (.+)$/.exec(description);
  return match ? { symbol: match[1] ?? "", text: match[2] ?? "" } : { symbol: "", text: description };
}

type RewardKey = keyof typeof rewardConfig.shape;
type GrpoKey = keyof typeof grpoConfig.shape;

/** Label of a constant of the reward, from its contract. */
export function rewardLabel(key: RewardKey): SettingLabel {
  return splitLabel(rewardConfig.shape[key].description ?? key);
}

/** Label of a GRPO setting, from its contract. */
export function grpoLabel(key: GrpoKey): SettingLabel {
  return splitLabel(grpoConfig.shape[key].description ?? key);
}

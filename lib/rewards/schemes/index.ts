import type { RewardConfig, WhatIfScheme, WhatIfSettings } from "@/lib/contracts/reward-config";
import { clipped } from "./clipped";
import { gdpo } from "./gdpo";
import { processIfCorrect } from "./process-if-correct";
import { progress } from "./progress";
import type { Scheme } from "./scheme";
import { outcome, process, weighted } from "./weighted";

/** Every scheme by its key, in the order of a menu. A new one: its file, a line here, its key in the contract. */
export const SCHEMES: Record<WhatIfScheme, Scheme> = {
  weighted,
  outcome,
  process,
  progress,
  clipped,
  "process-if-correct": processIfCorrect,
  gdpo,
};

/** The configuration that trains with these settings; null where training cannot (GDPO). */
export function toRewardConfig(settings: WhatIfSettings): RewardConfig | null {
  const { scheme, scaleRewards: _scale, lost: _lost, ...constants } = settings;
  if (scheme === "gdpo") return null;
  if (scheme !== "outcome" && scheme !== "process") return { ...constants, scheme };
  const weights = SCHEMES[scheme].weights(constants);
  return {
    ...constants,
    lambdaOutcome: weights.outcome,
    lambdaProcess: weights.process,
    scheme: "weighted",
  };
}

/** The settings that rescore a run as it was trained. */
export function toWhatIfSettings(
  config: RewardConfig,
  scaleRewards: WhatIfSettings["scaleRewards"] = "group",
): WhatIfSettings {
  return { ...config, scaleRewards, lost: "missing" };
}

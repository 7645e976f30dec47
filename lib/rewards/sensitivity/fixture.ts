import { PAPER_REWARD } from "@/lib/contracts/reward-config";
import type { ResponseGroup, ResponseRow } from "../response-table";
import { toWhatIfSettings } from "../schemes";
import type { RedrawSettings } from "./index";

/** The paper's settings, process-only. */
export const paper = { ...toWhatIfSettings(PAPER_REWARD), scheme: "process" } satisfies RedrawSettings;

/** Settings as a run with this configuration was trained with. */
export const settingsOf = (config: typeof PAPER_REWARD): RedrawSettings => ({
  ...toWhatIfSettings(config),
  scheme: config.scheme,
});

/** A valid response by [successes, returned] of each trace step, four requested. */
export const row = (counts: readonly (readonly [number, number])[], outcome = true): ResponseRow => ({
  grammarValid: true,
  stepCount: counts.length,
  responseTokens: 300,
  outcome,
  steps: counts.map(([successes, returned]) => ({ requested: 4, returned, successes })),
  reward: null,
  advantage: null,
});

/** A group that is stored whole. */
export const whole = (...responses: ResponseRow[]): ResponseGroup => ({
  batch: 0,
  size: responses.length,
  responses,
});

import type { AblationSpec, ArmSpec, RewardConfig } from "@/lib/contracts";

type Weights = Pick<RewardConfig, "lambdaOutcome" | "lambdaProcess">;

const trained = (key: string, weights: Weights, start: "warm-up" | "base" = "warm-up", name = key) => {
  return (reward: RewardConfig): ArmSpec => ({
    key,
    name,
    place: null,
    training: { start, reward: { ...reward, ...weights }, grpo: {} },
  });
};

/** The arms of the paper and of its referee, each from one reward configuration. */
export const ARMS = {
  sft: (): ArmSpec => ({ key: "sft", name: "SFT alone", training: null, place: null }),
  outcomeOnly: trained("outcome-only", { lambdaOutcome: 1, lambdaProcess: 0 }),
  mixed: trained("mixed", { lambdaOutcome: 0.5, lambdaProcess: 0.5 }),
  processOnly: trained("process-only", { lambdaOutcome: 0, lambdaProcess: 1 }),
  withoutSft: trained(
    "grpo-without-sft",
    { lambdaOutcome: 1, lambdaProcess: 0 },
    "base",
    "GRPO without SFT, outcome-only",
  ),
};

/** The four arms of the paper's table, in its order. */
export function paperArms(reward: RewardConfig): AblationSpec["arms"] {
  return [ARMS.sft(), ARMS.outcomeOnly(reward), ARMS.mixed(reward), ARMS.processOnly(reward)];
}

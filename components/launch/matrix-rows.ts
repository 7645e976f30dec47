import { rewardScheme } from "@/lib/contracts";
import { SCHEMES } from "@/lib/rewards/schemes";
import { SCALES } from "./scales";
import { grpoLabel, rewardLabel, type SettingLabel } from "./setting-labels";

export interface MatrixRow {
  /** Path below the arm. */
  path: string;
  label: SettingLabel;
  unit?: string;
  kind: "number" | "flag" | "choice";
  /** What a choice offers. */
  options?: readonly { value: string; label: string }[];
  /** Blank means the ablation's own setting at this path. */
  inherits?: string;
}

type RewardKey = Parameters<typeof rewardLabel>[0];
type GrpoKey = Parameters<typeof grpoLabel>[0];

const reward = (key: RewardKey, kind: MatrixRow["kind"] = "number", unit?: string): MatrixRow => ({
  path: `training.reward.${key}`,
  label: rewardLabel(key),
  kind,
  ...(unit ? { unit } : {}),
});
const own = (key: GrpoKey): MatrixRow => ({
  path: `training.grpo.${key}`,
  label: grpoLabel(key),
  kind: "number",
  inherits: `grpo.${key}`,
});

const scheme: MatrixRow = {
  ...reward("scheme", "choice"),
  options: rewardScheme.options.map((value) => ({ value, label: SCHEMES[value].title })),
};
const scale: MatrixRow = { ...own("scaleRewards"), kind: "choice", options: SCALES };

/** The rows of the matrix of arms, in the order of the reward's formula; what an arm rarely changes comes last. */
export const MATRIX_GROUPS: readonly { title: string; rows: readonly MatrixRow[] }[] = [
  { title: "Parts and weights", rows: [scheme, reward("lambdaOutcome"), reward("lambdaProcess")] },
  {
    title: "Continuations and gate",
    rows: [
      reward("continuationsPerStep"),
      reward("maxScoredSteps"),
      reward("tau"),
      reward("penaltyGate", "flag"),
    ],
  },
  {
    title: "Steps",
    rows: [reward("stepBonus", "flag"), reward("alpha"), reward("stepMin"), reward("stepMax")],
  },
  {
    title: "Format and length",
    rows: [
      reward("formatReward"),
      reward("lengthReward"),
      reward("lengthMin", "number", "tokens"),
      reward("lengthMax", "number", "tokens"),
    ],
  },
  {
    title: "Training, where an arm differs",
    rows: [own("learningRate"), own("trainSteps"), own("groupSize"), scale],
  },
];

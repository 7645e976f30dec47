import { type ArmSpec, PAPER_REWARD, type RewardConfig } from "@/lib/contracts";
import { ARMS } from "@/lib/presets/arms";
import { TINY_REWARD } from "@/lib/presets/quickstart";
import type { ArmDraft, SpecDraft } from "./draft";

/** Arms to add with one click; each takes the reward of the arms that are there. */
export const ARM_TEMPLATES = [
  { key: "sft", title: "SFT alone", make: () => ARMS.sft() },
  { key: "outcome-only", title: "Outcome-only (1, 0)", make: ARMS.outcomeOnly },
  { key: "mixed", title: "Mixed (0.5, 0.5)", make: ARMS.mixed },
  { key: "process-only", title: "Process-only (0, 1)", make: ARMS.processOnly },
  { key: "grpo-without-sft", title: "GRPO without SFT", make: ARMS.withoutSft },
] as const satisfies readonly { key: string; title: string; make: (reward: RewardConfig) => ArmSpec }[];

/** `wanted`, or `wanted-2`, `wanted-3`, … : a key that no arm has yet. */
export function freeKey(taken: readonly string[], wanted: string): string {
  if (!taken.includes(wanted)) return wanted;
  for (let n = 2; ; n += 1) if (!taken.includes(`${wanted}-${n}`)) return `${wanted}-${n}`;
}

/** The reward that a new arm starts with: that of the first trained arm, else the one of its profile. */
function commonReward({ arms, profile }: SpecDraft): RewardConfig {
  const usual = profile.kind === "tiny" ? TINY_REWARD : PAPER_REWARD;
  const found = arms.find((a) => a.training !== null)?.training?.reward;
  if (!found) return usual;
  const given = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
  return { ...usual, ...given };
}

/** Adds an arm from a template. */
export function addArm(draft: SpecDraft, template: (typeof ARM_TEMPLATES)[number]): SpecDraft {
  const made = template.make(commonReward(draft));
  const key = freeKey(
    draft.arms.map((a) => a.key),
    made.key,
  );
  const suffix = key.slice(made.key.length).replace("-", " ");
  return { ...draft, arms: [...draft.arms, { ...made, key, name: `${made.name}${suffix}` }] };
}

/** Adds a copy of an arm behind it, with a key and a name of its own. */
export function duplicateArm(draft: SpecDraft, index: number): SpecDraft {
  const arm = draft.arms[index];
  if (!arm) return draft;
  const taken = draft.arms.map((a) => a.key);
  const copy = { ...structuredClone(arm), key: freeKey(taken, `${arm.key}-b`), name: `${arm.name} (b)` };
  return { ...draft, arms: draft.arms.toSpliced(index + 1, 0, copy) };
}

/** Removes an arm, and what points at it: the baseline and the declared contrast. */
export function removeArm(draft: SpecDraft, index: number): SpecDraft {
  const gone = draft.arms[index]?.key;
  const { contrast } = draft;
  return {
    ...draft,
    arms: draft.arms.toSpliced(index, 1),
    baselineArm: draft.baselineArm === gone ? null : draft.baselineArm,
    contrast: contrast && (contrast.arm === gone || contrast.baseline === gone) ? null : contrast,
  };
}

/** Gives an arm another key; the baseline and the contrast follow. */
export function renameArmKey(draft: SpecDraft, index: number, key: string): SpecDraft {
  const old = draft.arms[index]?.key;
  const follow = (k: string) => (k === old ? key : k);
  return {
    ...draft,
    arms: draft.arms.map((a, i) => (i === index ? { ...a, key } : a)),
    baselineArm: draft.baselineArm === null ? null : follow(draft.baselineArm),
    contrast: draft.contrast && {
      ...draft.contrast,
      arm: follow(draft.contrast.arm),
      baseline: follow(draft.contrast.baseline),
    },
  };
}

export type ArmTrainingKind = "none" | "warm-up" | "base" | "checkpoint";

/** Changes how an arm is trained; settings are kept as long as it is trained at all. */
export function setTrainingKind(draft: SpecDraft, index: number, kind: ArmTrainingKind): SpecDraft {
  const reward = commonReward(draft);
  const arms = draft.arms.map((arm, i): ArmDraft => {
    if (i !== index) return arm;
    if (kind === "none") return { ...arm, training: null };
    return { ...arm, training: { reward, grpo: {}, ...arm.training, start: kind } };
  });
  return { ...draft, arms };
}

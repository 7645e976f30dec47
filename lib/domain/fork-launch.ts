import type { AblationSpec, ArmSpec } from "@/lib/contracts";

/** The checkpoint that a launch is to begin from, with the run that wrote it. */
export interface ForkOrigin {
  checkpointId: string;
  trainStep: number;
  runName: string;
  seed: number;
  /** null: a warm-up. */
  armKey: string | null;
  /** The launch of that run. */
  spec: AblationSpec;
}

const LONGEST_NAME = 200;

function forkedArm(arm: ArmSpec): ArmSpec {
  return arm.training ? { ...arm, training: { ...arm.training, start: "checkpoint" } } : arm;
}

/**
 * The launch to begin with when a checkpoint is forked: the settings of its run's launch, the run's own arm (every arm
 * that trains, where it is a warm-up), its seed, and the checkpoint as the start. Null where nothing of it trains.
 */
export function forkLaunch({
  checkpointId,
  trainStep,
  runName,
  seed,
  armKey,
  spec,
}: ForkOrigin): AblationSpec | null {
  const wanted = spec.arms.filter((arm) => arm.training && (armKey === null || arm.key === armKey));
  if (wanted.length === 0) return null;
  const keys = wanted.map((arm) => arm.key);
  return {
    ...spec,
    name: `${runName}, forked at train step ${trainStep}`.slice(0, LONGEST_NAME),
    description: "",
    seeds: [seed],
    arms: wanted.map(forkedArm),
    baselineArm: spec.baselineArm !== null && keys.includes(spec.baselineArm) ? spec.baselineArm : null,
    contrast: null,
    forkedFrom: checkpointId,
  };
}

/** Two profiles whose checkpoints are of one model, so that the one's can begin the other's training. */
export function sameModel(one: AblationSpec["profile"], other: AblationSpec["profile"]): boolean {
  if (one.kind === "hf" && other.kind === "hf") return one.model === other.model;
  return one.kind === other.kind;
}

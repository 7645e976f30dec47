import type { AblationSpec, LaunchPreview } from "@/lib/contracts";
import { grpoOf, needsWarmUp } from "./expand-ablation";
import { keptAtEnd } from "./retained-checkpoints";

/** Weights in bf16 and Adam's two moments beside them: what a checkpoint to go on from holds. */
const BYTES_PER_PARAMETER = 6;
const BILLION = 1e9;
const MILLION = 1e6;

/** Parameters that a model's name tells of ("Qwen2.5-7B-Instruct"); null where it tells none. */
export function parametersInName(model: string): number | null {
  const found = [...model.matchAll(/(?<![A-Za-z0-9.])(\d+(?:\.\d+)?)([BM])(?![A-Za-z0-9])/gi)].at(-1);
  const [, amount, unit] = found ?? [];
  if (amount === undefined || unit === undefined) return null;
  return Number(amount) * (unit.toUpperCase() === "B" ? BILLION : MILLION);
}

export type CheckpointSize = Pick<LaunchPreview["disk"][number], "bytesEach" | "source">;

/** Size of one checkpoint: what the latest one had, else what the model's name lets expect. */
export function checkpointSize(
  { profile }: Pick<AblationSpec, "profile">,
  measured: number | undefined,
): CheckpointSize {
  if (measured !== undefined) return { bytesEach: measured, source: "measured" };
  const parameters = profile.kind === "hf" ? parametersInName(profile.model) : null;
  if (parameters === null) return { bytesEach: null, source: "unknown" };
  return { bytesEach: Math.round(parameters * BYTES_PER_PARAMETER), source: "estimated" };
}

/** The checkpoints that a launch leaves on disk, by stage, under its retention rule. */
export function diskOf(
  spec: AblationSpec,
  measured: ReadonlyMap<"sft" | "grpo", number>,
): LaunchPreview["disk"] {
  const { retention, warmUp, seeds } = spec;
  const grpos = spec.arms.flatMap(({ training }) => (training ? [grpoOf(spec, training)] : []));
  const kept = grpos.map((grpo) => keptAtEnd(grpo.trainSteps, grpo.checkpointEvery, retention));
  const stages: Omit<LaunchPreview["disk"][number], keyof CheckpointSize>[] = [
    {
      stage: "sft",
      runs: needsWarmUp(spec) ? seeds.length : 0,
      checkpoints: keptAtEnd(warmUp.maxTrainSteps, warmUp.checkpointEvery, retention),
    },
    { stage: "grpo", runs: grpos.length * seeds.length, checkpoints: Math.max(0, ...kept) },
  ];
  return stages
    .filter(({ runs }) => runs > 0)
    .map((stage) => ({ ...stage, ...checkpointSize(spec, measured.get(stage.stage)) }));
}

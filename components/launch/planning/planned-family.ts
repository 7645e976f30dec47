import type { ResultArm } from "@/lib/contracts";
import { benchmarksOf } from "@/lib/domain/benchmarks";
import { formatCount } from "@/lib/format/number";
import { compareArms } from "@/lib/stats/ablation";
import type { SpecDraft } from "../draft";

/** A benchmark that was chosen, with the questions that are asked of it. */
export interface ChosenBenchmark {
  key: string;
  title: string;
  questions: number;
  /** False: nobody has counted them yet. */
  counted: boolean;
}

/** The chosen benchmarks in their order. */
export function chosenBenchmarks(draft: SpecDraft): ChosenBenchmark[] {
  const limit = draft.evaluation.questions ?? Number.POSITIVE_INFINITY;
  return benchmarksOf(draft.profile)
    .filter(({ key }) => draft.benchmarks.includes(key))
    .map(({ questions, ...benchmark }) => ({ ...benchmark, questions: Math.min(questions, limit) }));
}

/** "400", or "1,000 assumed" where nobody has counted. */
export function questionsText({
  questions,
  counted,
}: Pick<ChosenBenchmark, "questions" | "counted">): string {
  return `${formatCount(questions)}${counted ? "" : " assumed"}`;
}

/** The comparisons that a launch declares, as they will be judged. */
export interface PlannedFamily {
  /** Comparisons that share 5% by Holm's adjustment; the declared contrast is none of them. */
  size: number;
  hasContrast: boolean;
  /** How the arms of those comparisons will be compared. */
  design: "paired" | "unpaired" | "mixed";
}

const startsFromWarmUp = (arm: SpecDraft["arms"][number]) =>
  arm.training === null || arm.training.start === "warm-up";

function plannedArm(arm: SpecDraft["arms"][number], position: number): ResultArm {
  return {
    key: arm.key,
    armId: `arm_planned${String(position).padStart(3, "0")}`,
    name: arm.name,
    position,
    sharesWarmUp: startsFromWarmUp(arm),
    source: "trained",
    origin: null,
  };
}

/** Counted by the very rule that will judge the results, on results that are still empty. */
export function plannedFamily(draft: SpecDraft): PlannedFamily {
  const { baselineArm, contrast } = draft;
  const { comparisons, familySize } = compareArms({
    arms: draft.arms.map(plannedArm),
    benchmarks: chosenBenchmarks(draft),
    cells: [],
    baselineArm,
    contrast,
  });
  const shares = new Set(draft.arms.filter(startsFromWarmUp).map((arm) => arm.key));
  const judged = comparisons.filter(({ role }) => role === "declared" || role === "contrast");
  const paired = judged.filter(({ arm, baseline }) => shares.has(arm) && shares.has(baseline)).length;
  return {
    size: familySize,
    hasContrast: judged.some(({ role }) => role === "contrast"),
    design: paired === judged.length ? "paired" : paired === 0 ? "unpaired" : "mixed",
  };
}

/** The family in one sentence, with what it asks of its clearest comparison. */
export function familySentence({ size, hasContrast }: PlannedFamily): string {
  const contrast = hasContrast ? "The declared contrast is judged on its own, at p < .05. " : "";
  if (size === 0) return `${contrast}There is ${hasContrast ? "no other" : "no"} comparison to be judged.`;
  const others = `${size} ${hasContrast ? "other " : ""}${size === 1 ? "comparison" : "comparisons"}`;
  if (size === 1) return `${contrast}${others} is judged at p < .05.`;
  return `${contrast}${others} share 5% by Holm's adjustment: the clearest of them needs p < ${hardest(size).toFixed(4).slice(1)}, the last p < .05.`;
}

/** Holm's hardest step: the level for the clearest of m comparisons. */
export function hardest(comparisons: number): number {
  return 0.05 / Math.max(1, comparisons);
}

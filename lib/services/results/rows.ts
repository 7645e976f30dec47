import type {
  selectAblations,
  selectArmsOf,
  selectCompleteEvaluations,
  selectRunsByIds,
} from "@/db/queries/results-read";

export type RunRow = Awaited<ReturnType<typeof selectRunsByIds>>[number];
export type AblationRow = Awaited<ReturnType<typeof selectAblations>>[number];
export type ArmRow = Awaited<ReturnType<typeof selectArmsOf>>[number];
export type EvaluationRow = Awaited<ReturnType<typeof selectCompleteEvaluations>>[number];

/** A run as a seed of an arm. A warm-up is a seed of every arm that only points at it. */
export interface Member {
  arm: string;
  run: RunRow;
}

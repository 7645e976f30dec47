import type { RunDetail } from "@/lib/contracts";
import { isLive } from "@/lib/domain/run-status";

export interface RunProgress {
  done: number;
  planned: number;
  /** Expected milliseconds to the end of the plan; null: not running, or too little is known. */
  leftMs: number | null;
  /** A warm-up ends as soon as it is accurate enough: the plan is the most it may take. */
  atMost: boolean;
}

const ENDING = new Set<RunDetail["run"]["status"]>(["stopping", "pausing"]);

/** How far a run is, and when it should end at its present pace. A run that has succeeded did all it had to do. */
export function runProgress({ run, msPerTrainStep }: Pick<RunDetail, "run" | "msPerTrainStep">): RunProgress {
  const done = run.trainStep ?? 0;
  const planned = run.status === "succeeded" ? done : run.plannedTrainSteps;
  const known = isLive(run.status) && !ENDING.has(run.status) && msPerTrainStep !== null;
  return {
    done,
    planned,
    leftMs: known ? Math.max(0, planned - done) * msPerTrainStep : null,
    atMost: run.stage === "sft",
  };
}

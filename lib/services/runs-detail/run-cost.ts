import type { Queryable } from "@/db/client";
import { listSeries } from "@/db/queries/metrics-read";
import { selectRunCosts } from "@/db/queries/results-read";
import { selectLatestSteps } from "@/db/queries/run-detail";
import { spansByJob } from "../series/segments";

/** Train steps that tell the present pace: long enough for a probe or a checkpoint among them. */
const PACE_STEPS = 40;

/** Train steps that each attempt of a run has logged. */
export interface LoggedSteps {
  attemptId: string;
  first: number;
  last: number;
}

export interface RunCost {
  cost: { tokens: number; activeMs: number } | null;
  msPerTrainStep: number | null;
  logged: LoggedSteps[];
}

async function costOf(db: Queryable, runId: string): Promise<RunCost["cost"]> {
  const [spent] = await selectRunCosts(db, [runId]);
  if (!spent) return null;
  return { tokens: spent.responseTokens + spent.continuationTokens, activeMs: spent.activeMs };
}

async function paceOf(db: Queryable, attemptId: string | undefined): Promise<number | null> {
  if (!attemptId) return null;
  const steps = await selectLatestSteps(db, attemptId, PACE_STEPS);
  const [last, first] = [steps[0], steps.at(-1)];
  if (!last || !first || last.trainStep === first.trainStep) return null;
  return Math.max(0, last.atMs - first.atMs) / (last.trainStep - first.trainStep);
}

/**
 * What a training has cost so far, as the comparison of arms counts it (selectRunCosts), and how fast it is now. The
 * charts' axes differ: they leave out train steps that were run again.
 */
export async function readRunCost(db: Queryable, runId: string, trainingJobId: string): Promise<RunCost> {
  const rows = await listSeries(db, [runId]);
  const spans = spansByJob(rows).get(trainingJobId) ?? [];
  const logged = new Map<string, LoggedSteps>();
  for (const { attemptId, firstTrainStep, lastTrainStep } of rows) {
    const known = logged.get(attemptId);
    logged.set(attemptId, {
      attemptId,
      first: Math.min(known?.first ?? firstTrainStep, firstTrainStep),
      last: Math.max(known?.last ?? lastTrainStep, lastTrainStep),
    });
  }
  const [cost, msPerTrainStep] = await Promise.all([costOf(db, runId), paceOf(db, spans.at(-1)?.attemptId)]);
  return { cost, msPerTrainStep, logged: [...logged.values()] };
}

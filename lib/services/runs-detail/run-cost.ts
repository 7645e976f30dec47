import type { Queryable } from "@/db/client";
import { listSeries } from "@/db/queries/metrics-read";
import { progressAt } from "@/db/queries/progress-read";
import { selectLatestSteps } from "@/db/queries/run-detail";
import type { AttemptSpan } from "@/lib/metrics/spans";
import { spansByJob } from "../series/segments";

/** Postgres `integer`: an attempt's cost at its end is the cost at or before this train step. */
const THE_END = 2_147_483_647;
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

async function costOf(db: Queryable, spans: readonly AttemptSpan[]): Promise<RunCost["cost"]> {
  const ends = spans.map(({ attemptId, to }) => ({ attemptId, trainStep: to ?? THE_END }));
  const reached = await progressAt(db, ends);
  if (reached.length === 0) return null;
  const sum = (of: (row: (typeof reached)[number]) => number) => reached.reduce((s, row) => s + of(row), 0);
  return { tokens: sum((r) => r.tokens), activeMs: sum((r) => r.activeMs) };
}

async function paceOf(db: Queryable, attemptId: string | undefined): Promise<number | null> {
  if (!attemptId) return null;
  const steps = await selectLatestSteps(db, attemptId, PACE_STEPS);
  const [last, first] = [steps[0], steps.at(-1)];
  if (!last || !first || last.trainStep === first.trainStep) return null;
  return Math.max(0, last.atMs - first.atMs) / (last.trainStep - first.trainStep);
}

/**
 * What a training has cost so far and how fast it is now. Attempts that a later one has run again count only up to
 * where it took over, as on the charts' axes.
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
  const [cost, msPerTrainStep] = await Promise.all([costOf(db, spans), paceOf(db, spans.at(-1)?.attemptId)]);
  return { cost, msPerTrainStep, logged: [...logged.values()] };
}

import type { Queryable } from "@/db/client";
import {
  countAttempts,
  countJobs,
  countRefusedBatches,
  type ReportScope,
  selectNonFiniteSeries,
  selectTraceHealth,
} from "@/db/queries/report-facts";
import type { FrozenRun, FrozenTraces, ReportHealth } from "@/lib/contracts";

/** The one share of traces that all GRPO runs keep; null where they differ or tell none. */
function traceSamplingOf(runs: readonly FrozenRun[]): number | null {
  const shares = new Set(
    runs.filter((run) => run.stage === "grpo").map((run) => run.config.traceSampling ?? null),
  );
  const [only] = shares;
  return shares.size === 1 && typeof only === "number" ? only : null;
}

async function tracesOf(db: Queryable, runIds: readonly string[]): Promise<FrozenTraces[]> {
  const found: FrozenTraces[] = [];
  // One after the other: a transaction has one connection, and each question touches every trace of its run.
  for (const runId of runIds)
    for (const row of await selectTraceHealth(db, runId)) found.push({ runId, ...row });
  return found;
}

/** Counts of what failed, was lost, truncated, refused or done again. */
export async function gatherHealth(
  db: Queryable,
  scope: ReportScope,
  runs: readonly FrozenRun[],
): Promise<Omit<ReportHealth, "recomputed">> {
  const runIds = runs.map((run) => run.runId);
  return {
    jobs: await countJobs(db, scope),
    attempts: await countAttempts(db, scope),
    refusedBatches: await countRefusedBatches(db, scope),
    nonFinite: await selectNonFiniteSeries(db, runIds),
    traces: await tracesOf(db, runIds),
    traceSampling: traceSamplingOf(runs),
  };
}

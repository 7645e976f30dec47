import type { Queryable } from "@/db/client";
import { type ReportScope, selectScopeRuns } from "@/db/queries/report-facts";
import type { AblationResults, FrozenRun } from "@/lib/contracts";

type ScopeRun = Awaited<ReturnType<typeof selectScopeRuns>>[number];

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** Which arm of the results a run is; null where it serves several (a warm-up) or none. */
function armOfRun(results: AblationResults): (runId: string) => string | null {
  const arms = new Map<string, Set<string>>();
  for (const { runId, arm } of [...results.cells, ...results.costs])
    if (runId !== null) arms.set(runId, (arms.get(runId) ?? new Set()).add(arm));
  return (runId) => {
    const own = [...(arms.get(runId) ?? [])];
    return own.length === 1 ? (own[0] ?? null) : null;
  };
}

function frozenRunOf({ run, armKey }: ScopeRun, arm: string | null, known: ReadonlySet<string>): FrozenRun {
  return {
    runId: run.id,
    name: run.name,
    // A run that has told nothing yet is in no result; its arm in the ablation is the one of the same key.
    arm: arm ?? (armKey !== null && known.has(armKey) ? armKey : null),
    seed: run.seed,
    stage: run.stage,
    warmUpRunId: run.stage === "sft" ? run.id : run.parentRunId,
    status: run.status,
    statusReason: run.statusReason,
    trainSteps: run.lastTrainStep,
    plannedTrainSteps: run.plannedTrainSteps,
    modelId: run.modelId,
    codeVersion: run.codeVersion,
    environment: run.environment,
    config: run.config,
    createdAt: run.createdAt.toISOString(),
    startedAt: iso(run.startedAt),
    endedAt: iso(run.endedAt),
  };
}

/** Every training of a report with all its settings; warm-ups first, then by arm and seed. */
export async function gatherRuns(
  db: Queryable,
  scope: ReportScope,
  results: AblationResults,
): Promise<FrozenRun[]> {
  const armOf = armOfRun(results);
  const known = new Set(results.arms.map((arm) => arm.key));
  const rows = await selectScopeRuns(db, scope);
  return rows.map((row) => frozenRunOf(row, armOf(row.run.id), known));
}

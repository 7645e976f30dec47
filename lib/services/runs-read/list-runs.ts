import type { Queryable } from "@/db/client";
import { countRuns, selectLatestMetrics, selectRunChoices, selectRuns } from "@/db/queries/runs-read";
import { encodeNumber, type RunRow, type RunsPage, type RunsQuery } from "@/lib/contracts";

type Selected = Awaited<ReturnType<typeof selectRuns>>[number];
const iso = (at: Date | null) => at?.toISOString() ?? null;

/** A selected run as a line of the table, without metrics. */
export function toRunRow({ run, ablationName, armName, armPosition, hostName, attempts }: Selected): RunRow {
  return {
    id: run.id,
    name: run.name,
    ablationId: run.ablationId,
    ablationName,
    armId: run.armId,
    armName,
    armPosition,
    seed: run.seed,
    stage: run.stage,
    status: run.status,
    statusReason: run.statusReason,
    trainStep: run.lastTrainStep,
    plannedTrainSteps: run.plannedTrainSteps,
    attempts,
    hostName,
    modelId: run.modelId,
    createdAt: run.createdAt.toISOString(),
    startedAt: iso(run.startedAt),
    endedAt: iso(run.endedAt),
    updatedAt: run.updatedAt.toISOString(),
    metrics: {},
  };
}

async function addMetrics(db: Queryable, rows: RunRow[], names: string[]): Promise<RunRow[]> {
  if (rows.length === 0 || names.length === 0) return rows;
  const latest = await selectLatestMetrics(
    db,
    rows.map((r) => r.id),
    names,
  );
  const byRun = new Map(rows.map((r) => [r.id, r]));
  for (const { runId, name, value } of latest) {
    const row = byRun.get(runId);
    if (row && value !== null) row.metrics[name] = encodeNumber(value);
  }
  return rows;
}

/** A page of the table of runs, with the latest values of the asked metrics and what can be chosen. */
export async function listRuns(db: Queryable, query: RunsQuery): Promise<RunsPage> {
  const [selected, total, choices] = await Promise.all([
    selectRuns(db, query),
    countRuns(db, query),
    selectRunChoices(db, query.ablation),
  ]);
  return { runs: await addMetrics(db, selected.map(toRunRow), query.metrics), total, choices };
}

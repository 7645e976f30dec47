import type { Queryable } from "@/db/client";
import { countJobsByStatus, countRunsByStatus, selectArmsOf } from "@/db/queries/ablations-read";
import type { ablations } from "@/db/schema";
import type { AblationSummary, StatusCounts } from "@/lib/contracts";
import { isEnded } from "@/lib/domain/run-status";

type AblationRow = typeof ablations.$inferSelect;
type RunCount = Awaited<ReturnType<typeof countRunsByStatus>>[number];
type JobCount = Awaited<ReturnType<typeof countJobsByStatus>>[number];
type ArmRow = Awaited<ReturnType<typeof selectArmsOf>>[number];

function countsOf(rows: { status: keyof StatusCounts; n: number }[]): StatusCounts {
  return Object.fromEntries(rows.map((r) => [r.status, r.n]));
}

function earliest(times: (Date | null)[]): string | null {
  const known = times.filter((t) => t !== null).map((t) => t.getTime());
  return known.length === 0 ? null : new Date(Math.min(...known)).toISOString();
}

/** The last end, or null while anything may still run. */
function endOf(jobs: JobCount[]): string | null {
  if (jobs.length === 0 || jobs.some((j) => !isEnded(j.status))) return null;
  const ends = jobs.map((j) => j.endedAt?.getTime() ?? 0);
  const last = Math.max(...ends);
  return last === 0 ? null : new Date(last).toISOString();
}

function summaryOf(row: AblationRow, arms: ArmRow[], runs: RunCount[], jobs: JobCount[]): AblationSummary {
  const total = (pick: (r: RunCount) => number) => runs.reduce((sum, r) => sum + pick(r), 0);
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    profile: row.spec.profile.kind,
    seeds: row.spec.seeds,
    benchmarks: row.spec.benchmarks,
    arms: arms.map(({ id, key, name, position, training }) => ({
      id,
      key,
      name,
      position,
      trains: training !== null,
    })),
    runs: countsOf(runs),
    jobs: countsOf(jobs),
    trainSteps: { done: total((r) => r.done), planned: total((r) => r.planned) },
    createdAt: row.createdAt.toISOString(),
    startedAt: earliest(jobs.map((j) => j.startedAt)),
    endedAt: endOf(jobs),
  };
}

/** Summaries of ablation rows, in their order, with three queries for all of them. */
export async function summariesOf(db: Queryable, rows: AblationRow[]): Promise<AblationSummary[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((r) => r.id);
  const [arms, runs, jobs] = await Promise.all([
    selectArmsOf(db, ids),
    countRunsByStatus(db, ids),
    countJobsByStatus(db, ids),
  ]);
  const of = <T extends { ablationId: string }>(all: T[], id: string) =>
    all.filter((r) => r.ablationId === id);
  return rows.map((row) => summaryOf(row, of(arms, row.id), of(runs, row.id), of(jobs, row.id)));
}

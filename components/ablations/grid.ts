import type { AblationDetail, ArmSummary, JobRow, RunRow } from "@/lib/contracts";

/** One cell of the arms x seeds grid: the training that serves this arm and seed, and its evaluation. */
export interface GridCell {
  seed: number;
  run: RunRow | null;
  /** True where the arm only points at the warm-up of its seed (SFT alone). */
  shared: boolean;
  evaluation: JobRow | null;
}

export interface GridRow {
  key: string;
  name: string;
  /** null: belongs to no arm. */
  position: number | null;
  note: string;
  cells: GridCell[];
}

function cellsOf(
  detail: AblationDetail,
  runOf: (seed: number) => RunRow | null,
  shared: boolean,
): GridCell[] {
  return detail.summary.seeds.map((seed) => {
    const run = runOf(seed);
    const evaluation =
      detail.jobs.find((j) => j.kind === "evaluate" && run !== null && j.runId === run.id) ?? null;
    return { seed, run, shared, evaluation };
  });
}

function armRow(detail: AblationDetail, arm: ArmSummary, warmUpOf: (seed: number) => RunRow | null): GridRow {
  const own = (seed: number) => detail.runs.find((r) => r.armId === arm.id && r.seed === seed) ?? null;
  return {
    key: arm.key,
    name: arm.name,
    position: arm.position,
    note: arm.trains ? "" : "the warm-up itself",
    cells: cellsOf(detail, arm.trains ? own : warmUpOf, !arm.trains),
  };
}

/** The grid of an ablation: warm-ups first, since the arms wait for them, then the arms in their order. */
export function gridRows(detail: AblationDetail): GridRow[] {
  const warmUpOf = (seed: number) => detail.runs.find((r) => r.stage === "sft" && r.seed === seed) ?? null;
  const arms = detail.summary.arms.map((arm) => armRow(detail, arm, warmUpOf));
  if (!detail.runs.some((r) => r.stage === "sft")) return arms;
  const warmUps: GridRow = {
    key: "",
    name: "Warm-up",
    position: null,
    note: "shared by the arms of its seed",
    cells: cellsOf(detail, warmUpOf, false),
  };
  return [warmUps, ...arms];
}

/** What a job that has not started waits for, in words; "" if for nothing but a place. */
export function waitingFor(job: JobRow, jobs: readonly JobRow[]): string {
  if (job.status !== "queued") return "";
  const open = jobs.filter((j) => job.dependsOn.includes(j.id) && j.status !== "succeeded");
  const named = open.map((j) => (j.status === "paused" ? `${j.name} (paused)` : j.name));
  return open.length === 0 ? "" : `waits for ${named.join(", ")}`;
}

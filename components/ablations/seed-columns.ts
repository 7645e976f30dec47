import type { AblationDetail, JobRow } from "@/lib/contracts";
import { isDeadEnd } from "@/lib/domain/run-status";
import { plural } from "@/lib/format/number";

/** A seed as a column of the grid: the state of all its jobs together. */
export interface SeedColumn {
  seed: number;
  /** When it was added; null for a seed of the launch. */
  addedAt: string | null;
  status: string;
}

/** The rewriting serves all seeds and is counted with none. */
function statusOf(jobs: readonly JobRow[]): string {
  const own = jobs.filter((job) => job.kind !== "rewrite");
  const failed = own.filter((job) => isDeadEnd(job.status)).length;
  const done = own.filter((job) => job.status === "succeeded").length;
  if (own.length === 0) return "no job";
  if (failed > 0) return `${plural(failed, "job")} without a result`;
  if (done === own.length) return "finished";
  return own.every((job) => job.status === "queued")
    ? "not begun"
    : `${done} of ${plural(own.length, "job")} done`;
}

/** Seeds in the order of launch, then as they were added. */
export function seedColumns(detail: AblationDetail): SeedColumn[] {
  return detail.summary.seeds.map((seed) => ({
    seed,
    addedAt: detail.seedsAdded.find((addition) => addition.seeds.includes(seed))?.at ?? null,
    status: statusOf(detail.jobs.filter((job) => job.seed === seed)),
  }));
}

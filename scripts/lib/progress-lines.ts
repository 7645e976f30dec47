import type { AblationDetail, JobRow, RunRow } from "@/lib/contracts/workspace";
import { routes } from "@/lib/domain/routes";

const BAR_CELLS = 16;
const KIND_WORDS: Record<JobRow["kind"], string> = {
  rewrite: "writing traces",
  sft: "warming up",
  grpo: "training",
  evaluate: "evaluating",
};

/** "##########------" for a share of 0..1. Plain characters: it must look right in every terminal and log. */
export function bar(share: number, cells = BAR_CELLS): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return "#".repeat(full) + "-".repeat(cells - full);
}

/** What a run is doing in one or two words; a run whose training ended may still be evaluated. */
function doing(run: RunRow, jobs: JobRow[]): string {
  const live = jobs.find(
    (job) => job.runId === run.id && ["leased", "starting", "running", "stopping"].includes(job.status),
  );
  if (live) return live.status === "running" ? KIND_WORDS[live.kind] : live.status;
  const waits = jobs.some((job) => job.runId === run.id && job.status === "queued");
  if (run.status === "succeeded" && waits) return "to be evaluated";
  return run.status === "succeeded" ? "done" : run.status;
}

function steps(run: RunRow): string {
  if (run.status === "succeeded") return `${run.trainStep ?? 0} train steps`;
  return run.plannedTrainSteps > 0
    ? `${run.trainStep ?? 0}/${run.plannedTrainSteps}`
    : `${run.trainStep ?? 0}`;
}

/** One line for a run: its name, what it does, how far it is, and where its page is. */
export function runLine(run: RunRow, jobs: JobRow[], url: string, nameWidth: number): string {
  const share =
    run.status === "succeeded"
      ? 1
      : run.plannedTrainSteps > 0
        ? (run.trainStep ?? 0) / run.plannedTrainSteps
        : 0;
  const reason =
    ["failed", "skipped", "lost"].includes(run.status) && run.statusReason ? `  ${run.statusReason}` : "";
  const parts = [
    run.name.padEnd(nameWidth),
    doing(run, jobs).padEnd(15),
    bar(share),
    steps(run).padEnd(15),
    `${url}${routes.run(run.id)}`,
  ];
  return parts.join("  ") + reason;
}

/** All runs of an ablation, in the order of the server, under a line that sums up the jobs. */
export function progressLines(detail: AblationDetail, url: string, elapsedMs: number): string[] {
  const { jobs, runs } = detail;
  const ended = jobs.filter((job) => ["succeeded", "failed", "cancelled", "skipped"].includes(job.status));
  const width = Math.max(0, ...runs.map((run) => run.name.length));
  const minutes = Math.floor(elapsedMs / 60_000);
  const seconds = Math.floor((elapsedMs % 60_000) / 1000);
  const clock = `${minutes}:${String(seconds).padStart(2, "0")}`;
  return [
    `${detail.summary.name}: ${ended.length} of ${jobs.length} jobs ended after ${clock}   ${url}${routes.ablation(detail.summary.id)}`,
    ...runs.map((run) => runLine(run, jobs, url, width)),
  ];
}

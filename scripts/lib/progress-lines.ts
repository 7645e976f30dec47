import type { AblationDetail, JobRow, RunRow } from "@/lib/contracts/workspace";
import { routes } from "@/lib/domain/routes";
import { isEnded, isLive } from "@/lib/domain/run-status";

const BAR_CELLS = 16;
const KIND_WORDS: Record<JobRow["kind"], string> = {
  rewrite: "writing traces",
  sft: "warming up",
  command: "running a command",
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
  const own = jobs.filter((job) => job.runId === run.id);
  const live = own.find((job) => isLive(job.status));
  if (live) return live.status === "running" ? KIND_WORDS[live.kind] : live.status;
  if (run.status !== "succeeded") return run.status;
  return own.some((job) => job.status === "queued") ? "to be evaluated" : "done";
}

function steps(run: RunRow): string {
  const done = run.trainStep ?? 0;
  return run.status === "succeeded" || run.plannedTrainSteps === 0
    ? `${done}`
    : `${done}/${run.plannedTrainSteps}`;
}

function share(run: RunRow): number {
  if (run.status === "succeeded") return 1;
  return run.plannedTrainSteps > 0 ? (run.trainStep ?? 0) / run.plannedTrainSteps : 0;
}

/** Columns that a line may take: where they do not suffice, the bar goes first, then the address is shortened. */
function withinColumns(
  parts: { name: string; state: string; bar: string; steps: string; url: string },
  columns: number,
) {
  const { name, state, steps, url } = parts;
  const full = [name, state, parts.bar, steps, url].join("  ");
  if (full.length <= columns) return full;
  const plain = [name, state, steps, url].join("  ");
  return plain.length <= columns
    ? plain
    : [name, state, steps, url.replace(/^https?:\/\/[^/]+/, "")].join("  ");
}

/** One line for a run: its name, what it does, how far it is, and where its page is. */
export function runLine(
  run: RunRow,
  jobs: JobRow[],
  url: string,
  nameWidth: number,
  columns: number,
): string {
  const line = withinColumns(
    {
      name: run.name.padEnd(nameWidth),
      state: doing(run, jobs).padEnd(15),
      bar: bar(share(run)),
      steps: steps(run).padStart(9),
      url: `${url}${routes.run(run.id)}`,
    },
    columns,
  );
  const explained = ["failed", "skipped", "lost"].includes(run.status) && run.statusReason !== "";
  return explained ? `${line}  ${run.statusReason}` : line;
}

/** Minutes and seconds, as on a stop watch. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** All runs of an ablation, in the order of the server, under a line that sums up the jobs. */
export function progressLines(
  detail: AblationDetail,
  url: string,
  elapsedMs: number,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const { jobs, runs, summary } = detail;
  const ended = jobs.filter((job) => isEnded(job.status)).length;
  const width = Math.max(0, ...runs.map((run) => run.name.length));
  const page = `${url}${routes.ablation(summary.id)}`;
  return [
    `${ended} of ${jobs.length} jobs ended after ${clock(elapsedMs)}   ${page}`,
    ...runs.map((run) => runLine(run, jobs, url, width, columns)),
  ];
}

import type { JobKind, JobStatus } from "@/lib/contracts";
import { EXIT_PAUSED } from "./lease-times";
import type { StatusEvent } from "./run-status";

/** How an attempt's process ended, and what of it is known to the server. */
export interface Exit {
  jobStatus: JobStatus;
  kind: JobKind;
  exitCode: number | null;
  signal: string | null;
  /** Last lines of its error output. */
  detail: string;
  /** Everything it logged has been acknowledged. */
  drained: boolean;
  /** What dependent jobs and pages need from it is stored. */
  hasResult: boolean;
}

export interface Verdict {
  event: StatusEvent;
  reason: string;
}

const RESULT: Record<JobKind, string> = {
  rewrite: "its traces",
  sft: "its final checkpoint",
  grpo: "its final checkpoint",
  evaluate: "all of its benchmarks",
  command: "its exit code",
};

const LONGEST_REASON = 500;

/** The last line that says something, which in a Python traceback is the error itself. */
function lastLine(detail: string): string {
  const lines = detail.split("\n").map((line) => line.trim());
  return lines.findLast((line) => line !== "")?.slice(0, LONGEST_REASON) ?? "";
}

function failure(exit: Exit): string {
  const how = exit.signal ? `was killed by ${exit.signal}` : `ended with code ${exit.exitCode ?? "unknown"}`;
  const memory = exit.signal === "SIGKILL" ? " (often: the host ran out of memory)" : "";
  const said = lastLine(exit.detail);
  return `the trainer ${how}${memory}${said ? `: ${said}` : ""}`;
}

/**
 * What an ended process means for its job; null where more has to arrive first. An exit of 0 counts only with its
 * result stored, and neither 0 nor a pause is judged before everything it logged has arrived. A crash is judged at
 * once, and is not retried: it would crash again.
 */
export function exitVerdict(exit: Exit): Verdict | null {
  const stopping = exit.jobStatus === "stopping";
  if (exit.signal === null && (exit.exitCode === 0 || exit.exitCode === EXIT_PAUSED) && !exit.drained)
    return null;
  if (exit.signal === null && exit.exitCode === 0 && exit.hasResult) return { event: "succeed", reason: "" };
  if (stopping) return { event: "fail", reason: "cancelled on request" };
  if (exit.signal === null && exit.exitCode === EXIT_PAUSED)
    return { event: "pause", reason: "stopped by its host; goes on from its last checkpoint" };
  if (exit.signal === null && exit.exitCode === 0)
    return { event: "fail", reason: `the trainer ended without ${RESULT[exit.kind]}` };
  return { event: "fail", reason: failure(exit) };
}

import type { JobKind, JobStatus } from "@/lib/contracts";
import { EXIT_INVALID_JOB, EXIT_NOT_STARTED, EXIT_PAUSED } from "./lease-times";
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
  /** The trainer broke down while it ran: another try may end otherwise. */
  crash: boolean;
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

const NEVER_TRIED_AGAIN = new Set<number | null>([0, EXIT_INVALID_JOB, EXIT_NOT_STARTED]);

const CHECKPOINT_KEPT = "goes on from its last checkpoint";

const settled = (event: StatusEvent, reason: string): Verdict => ({ event, reason, crash: false });

/** A process that ended because somebody stopped it: its host, a person who paused it, or the end of its grace. */
function pauseOf({ jobStatus, signal, exitCode }: Exit): Verdict | null {
  const pausing = jobStatus === "pausing";
  if (signal === null && exitCode === EXIT_PAUSED) {
    const reason = pausing
      ? `paused on request; ${CHECKPOINT_KEPT} when it is resumed`
      : `stopped by its host; ${CHECKPOINT_KEPT}`;
    return settled("pause", reason);
  }
  if (!pausing || signal === null) return null;
  return settled("pause", `paused on request, by ${signal} at last; ${CHECKPOINT_KEPT} when it is resumed`);
}

/**
 * What an ended process means for its job; null where more has to arrive first. An exit of 0 counts only with its
 * result stored, and neither 0 nor a pause is judged before everything it logged has arrived. A crash is judged at
 * once; whether it is tried again is decided elsewhere (lib/domain/next-try.ts). An invalid job, one that could not be
 * started and a result that is missing are no crashes: the next try would end the same way.
 */
export function exitVerdict(exit: Exit): Verdict | null {
  const { exitCode, signal } = exit;
  if (signal === null && (exitCode === 0 || exitCode === EXIT_PAUSED) && !exit.drained) return null;
  if (signal === null && exitCode === 0 && exit.hasResult) return settled("succeed", "");
  if (exit.jobStatus === "stopping") return settled("fail", "cancelled on request");
  const paused = pauseOf(exit);
  if (paused) return paused;
  if (signal === null && exitCode === 0)
    return settled("fail", `the trainer ended without ${RESULT[exit.kind]}`);
  const crash = signal !== null || !NEVER_TRIED_AGAIN.has(exitCode);
  return { event: "fail", reason: failure(exit), crash };
}

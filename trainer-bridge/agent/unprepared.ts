import type { AttemptObservation, Lease } from "../../lib/contracts";
import { diskSentence } from "./failure-detail";

/** EX_OSERR: the agent could not start the trainer at all. */
export const EXIT_NOT_STARTED = 71;

/** What to report of a lease whose run directory could not be written: it has ended before it began. */
export function unpreparedObservation(
  { attemptId }: Lease,
  dataDir: string,
  why: string,
): AttemptObservation {
  const sentences = [diskSentence(dataDir, why), `The agent could not prepare the job. ${why}`];
  return {
    attemptId,
    state: "exited",
    exitCode: EXIT_NOT_STARTED,
    signal: null,
    pid: null,
    engineState: "not started",
    detail: sentences.filter(Boolean).join("\n").slice(0, 19_000),
    drained: true,
  };
}

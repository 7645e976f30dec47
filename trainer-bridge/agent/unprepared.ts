import type { AttemptObservation, Lease } from "../../lib/contracts";
import { EXIT_NOT_STARTED } from "../../lib/domain/lease-times";
import { diskSentence } from "./failure-detail";

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

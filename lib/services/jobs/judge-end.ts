import { findAblationSpec } from "@/db/queries/ablations";
import {
  type AttemptRow,
  countCompletedBenchmarks,
  hasProgressed,
  updateAttempt,
} from "@/db/queries/attempts";
import { type JobRow, noteForDependents } from "@/db/queries/jobs";
import type { AttemptObservation, JobStatus } from "@/lib/contracts";
import { exitVerdict, type Verdict } from "@/lib/domain/exit-verdict";
import { type NextTry, nextTry } from "@/lib/domain/next-try";
import { storableText } from "@/lib/domain/stored-text";
import { formatDuration } from "@/lib/format/time";
import { type ChangeOptions, type Changes, changeStatus } from "./change";

interface Ended {
  attempt: AttemptRow;
  job: JobRow;
  observation: AttemptObservation;
}

async function hasResult({ tx }: Changes, job: JobRow): Promise<boolean> {
  if (job.kind !== "evaluate") return job.output !== null;
  const ablation = await findAblationSpec(tx, job.ablationId);
  return ablation !== null && (await countCompletedBenchmarks(tx, job.id)) >= ablation.spec.benchmarks.length;
}

/** The next try of a job whose trainer crashed, if its launch grants one. */
async function nextTryOf(
  { tx }: Changes,
  { attempt, job }: Ended,
  verdict: Verdict,
): Promise<NextTry | null> {
  if (!verdict.crash || job.retryLimit === 0) return null;
  const ablation = await findAblationSpec(tx, job.ablationId);
  if (!ablation) return null;
  return nextTry({
    policy: { ...ablation.spec.retry, limit: job.retryLimit },
    used: job.retriesUsed,
    progressed: await hasProgressed(tx, job.id, attempt.id),
  });
}

type Decision = Pick<Verdict, "event" | "reason"> & Pick<ChangeOptions, "set">;

function decide({ job }: Ended, verdict: Verdict, next: NextTry | null, now: Date): Decision {
  if (next === null) {
    const tried =
      verdict.crash && job.retriesUsed > 0 ? `; tried again ${job.retriesUsed} times in vain` : "";
    return { event: verdict.event, reason: `${verdict.reason}${tried}` };
  }
  const { used, waitMs } = next;
  const set = { retriesUsed: used, notBefore: new Date(now.getTime() + waitMs) };
  const when = waitMs === 0 ? "at once" : `in ${formatDuration(waitMs)}`;
  const then =
    job.status === "pausing" ? "paused as asked" : `tries again ${when} (${used} of ${job.retryLimit})`;
  return { event: "crash", reason: `crashed: ${verdict.reason}; ${then}`, set };
}

/** How the attempt itself ended, which is not always how its job stands then. */
function attemptStatusOf({ crash }: Verdict, after: JobStatus): JobStatus {
  if (crash) return "failed";
  // Stopped because its host told it to, although its job goes on.
  return after === "queued" ? "cancelled" : after;
}

/**
 * Decides what the end of a process means for its job (locked), once enough of it is known: ended well, paused, tried
 * again after a crash, or over.
 *
 * @returns the job as it is now; unchanged while more has to arrive first
 */
export async function judgeEnd(changes: Changes, ended: Ended): Promise<JobRow> {
  const { attempt, job, observation } = ended;
  const verdict = exitVerdict({
    jobStatus: job.status,
    kind: job.kind,
    exitCode: observation.exitCode,
    signal: observation.signal,
    detail: storableText(observation.detail),
    drained: observation.drained || attempt.drainedAt !== null,
    hasResult: await hasResult(changes, job),
  });
  if (!verdict) return job;
  // A short job may begin and end between two reports: then all that is known is when it was handed out.
  const startedAt = attempt.startedAt ?? attempt.leasedAt;
  const { event, reason, set } = decide(
    ended,
    verdict,
    await nextTryOf(changes, ended, verdict),
    changes.now,
  );
  const options = { attemptId: attempt.id, reason, set: { ...set, startedAt } };
  const after = await changeStatus(changes, job, event, options);
  const status = attemptStatusOf(verdict, after.status);
  await updateAttempt(changes.tx, attempt.id, { status, startedAt, endedAt: changes.now });
  if (after.status === "succeeded") await noteForDependents(changes.tx, job.id);
  return after;
}

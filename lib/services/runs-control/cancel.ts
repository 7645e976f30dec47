import type { Db } from "@/db/client";
import { findJob, type JobRow, jobsOfAblation, jobsOfRun } from "@/db/queries/jobs";
import type { ControlAnswer } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { canCancel } from "@/lib/domain/run-status";
import { type Changes, changeStatus } from "../jobs/change";
import { controlJobs } from "./control-jobs";

const REASON = "cancelled on request";

async function cancelLocked(changes: Changes, job: JobRow): Promise<JobRow | null> {
  if (!canCancel(job.status)) return null;
  return changeStatus(changes, job, "cancel", {
    attemptId: job.currentAttemptId,
    reason: REASON,
    set: { cancelRequestedAt: changes.now },
  });
}

function cancelAll(db: Db, ablationId: string, jobIds: string[], now: Date): Promise<ControlAnswer> {
  return controlJobs(db, { ablationId, jobIds, now }, cancelLocked);
}

/**
 * Cancels whatever of an ablation has not ended. Jobs that wait end at once; a running one is told to stop with the
 * next heartbeat, writes a checkpoint and ends then. Cancelling again changes nothing.
 */
export async function cancelAblation(db: Db, ablationId: string, now: Date): Promise<ControlAnswer> {
  const all = await jobsOfAblation(db, ablationId);
  if (all.length === 0) throw notFound("ablation", ablationId);
  // What waits is cancelled before what it waits for, so that it says "cancelled" and not "skipped".
  const waitingFirst = [...all].sort((a, b) => a.priority - b.priority);
  return cancelAll(
    db,
    ablationId,
    waitingFirst.map((job) => job.id),
    now,
  );
}

/** Cancels one job. Throws `not-found`, or `invalid-transition` if it has ended. */
export async function cancelJob(db: Db, jobId: string, now: Date): Promise<ControlAnswer> {
  const job = await findJob(db, jobId);
  if (!job) throw notFound("job", jobId);
  const done = await cancelAll(db, job.ablationId, [jobId], now);
  if (done.jobs.length === 0 && job.status !== "stopping")
    throw new AppError("invalid-transition", `"${job.name}" is ${job.status}: there is nothing to cancel`);
  return done;
}

/** Cancels a run: its training if that has not ended, otherwise the evaluation of its checkpoint. */
export async function cancelRun(db: Db, runId: string, now: Date): Promise<ControlAnswer> {
  const all = await jobsOfRun(db, runId);
  const [training] = all.filter((job) => job.kind !== "evaluate");
  if (!training) throw notFound("run", runId);
  const open = all.find((job) => job.kind === "evaluate" && canCancel(job.status));
  return cancelJob(db, training.status === "succeeded" && open ? open.id : training.id, now);
}

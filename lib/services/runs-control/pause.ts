import type { Db } from "@/db/client";
import { findJob, type JobRow, jobsOfAblation, jobsOfRun } from "@/db/queries/jobs";
import type { ControlAnswer } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { canPause, canResume, isLive } from "@/lib/domain/run-status";
import { type Changes, changeStatus } from "../jobs/change";
import { controlJobs, refuseWrapped } from "./control-jobs";

async function pauseLocked(changes: Changes, job: JobRow): Promise<JobRow | null> {
  if (!canPause(job.status) || job.wrapped) return null;
  const reason = isLive(job.status) ? "asked to pause: writes a checkpoint first" : "paused on request";
  return changeStatus(changes, job, "hold", { attemptId: job.currentAttemptId, reason });
}

async function resumeLocked(changes: Changes, job: JobRow): Promise<JobRow | null> {
  if (!canResume(job.status)) return null;
  const reason = job.currentAttemptId === null ? "resumed" : "resumed; goes on from its last checkpoint";
  return changeStatus(changes, job, "release", { attemptId: job.currentAttemptId, reason });
}

const ACTS = {
  pause: { act: pauseLocked, can: canPause, nothing: "there is nothing to pause" },
  resume: { act: resumeLocked, can: canResume, nothing: "only what is paused can be resumed" },
} as const;

/** A person's pause or resume. */
export type PauseOrder = keyof typeof ACTS;

async function orderJob(db: Db, order: PauseOrder, job: JobRow, now: Date): Promise<ControlAnswer> {
  const { act, nothing } = ACTS[order];
  refuseWrapped(job);
  const done = await controlJobs(db, { ablationId: job.ablationId, jobIds: [job.id], now }, act);
  // Asking twice for a pause is no mistake: the trainer takes a while to write its checkpoint.
  const asked = order === "pause" && (job.status === "pausing" || job.status === "paused");
  if (done.jobs.length === 0 && !asked)
    throw new AppError("invalid-transition", `"${job.name}" is ${job.status}: ${nothing}`);
  return done;
}

/**
 * Pauses or resumes one job. A queued one is paused at once; a running one is told with the next heartbeat, writes a
 * checkpoint and holds no place on its host from then on. Resumed, it is queued where it stood and goes on from its
 * last checkpoint.
 *
 * Throws `not-found`, or `invalid-transition` where there is nothing to pause or to resume.
 */
export async function pauseOrResumeJob(
  db: Db,
  order: PauseOrder,
  jobId: string,
  now: Date,
): Promise<ControlAnswer> {
  const job = await findJob(db, jobId);
  if (!job) throw notFound("job", jobId);
  return orderJob(db, order, job, now);
}

/** Pauses or resumes a run: its training, or the evaluation of its checkpoint where the training has no use for it. */
export async function pauseOrResumeRun(
  db: Db,
  order: PauseOrder,
  runId: string,
  now: Date,
): Promise<ControlAnswer> {
  const all = await jobsOfRun(db, runId);
  const training = all.find((job) => job.kind !== "evaluate");
  if (!training) throw notFound("run", runId);
  const { can } = ACTS[order];
  const evaluation = all.find((job) => job.kind === "evaluate" && can(job.status));
  const wanted = can(training.status) || !evaluation || !isDone(training) ? training : evaluation;
  return orderJob(db, order, wanted, now);
}

const isDone = (training: JobRow) => training.status === "succeeded";

/**
 * Pauses or resumes all jobs of an ablation that can be. What waits is held before what it waits for; doing it again
 * changes nothing.
 */
export async function pauseOrResumeAblation(
  db: Db,
  order: PauseOrder,
  ablationId: string,
  now: Date,
): Promise<ControlAnswer> {
  const all = await jobsOfAblation(db, ablationId);
  if (all.length === 0) throw notFound("ablation", ablationId);
  const jobIds = [...all].sort((a, b) => a.priority - b.priority).map((job) => job.id);
  return controlJobs(db, { ablationId, jobIds, now }, ACTS[order].act);
}

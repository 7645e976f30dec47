import type { Db } from "@/db/client";
import { lockAblation } from "@/db/queries/ablations";
import { countLostAttempts } from "@/db/queries/attempts";
import { dependenciesOf, findJob, type JobRow, jobsOfRun, lockJob } from "@/db/queries/jobs";
import type { ControlAnswer } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { MAX_LOST_ATTEMPTS } from "@/lib/domain/lease-times";
import { canRetry, isDeadEnd } from "@/lib/domain/run-status";
import { type Changes, changeStatus, withChanges } from "../jobs/change";
import { refuseWrapped } from "./control-jobs";

async function refuseIfBlocked({ tx }: Changes, job: JobRow): Promise<void> {
  refuseWrapped(job);
  const blocked = (await dependenciesOf(tx, job.id)).find((before) => isDeadEnd(before.status));
  if (blocked)
    throw new AppError(
      "conflict",
      `"${job.name}" needs "${blocked.name}", which is ${blocked.status}: retry that`,
    );
  if (!canRetry(job.status))
    throw new AppError("invalid-transition", `"${job.name}" is ${job.status}: there is nothing to try again`);
}

/**
 * Queues a failed or cancelled job again: the next lease is a new attempt, which goes on from the last checkpoint.
 * Jobs that were skipped because of it wait for it again.
 *
 * Throws `not-found`, `invalid-transition`, or `conflict` where a job that it depends on has to be retried first.
 */
export async function retryJob(db: Db, jobId: string, now: Date): Promise<ControlAnswer> {
  const found = await findJob(db, jobId);
  if (!found) throw notFound("job", jobId);
  return withChanges(db, now, async (changes) => {
    await lockAblation(changes.tx, found.ablationId);
    const job = await lockJob(changes.tx, jobId);
    if (!job) throw notFound("job", jobId);
    await refuseIfBlocked(changes, job);
    const lost = await countLostAttempts(changes.tx, jobId);
    const after = await changeStatus(changes, job, "retry", {
      attemptId: job.currentAttemptId,
      reason: "tried again on request",
      // Where a person once put it in the queue was for that time.
      set: { maxAttempts: lost + MAX_LOST_ATTEMPTS, retriesUsed: 0, queuePosition: null },
    });
    return { jobs: [{ id: after.id, name: after.name, status: after.status }] };
  });
}

/** Retries a run: its training, or the evaluation of its checkpoint if that is what did not succeed. */
export async function retryRun(db: Db, runId: string, now: Date): Promise<ControlAnswer> {
  const all = await jobsOfRun(db, runId);
  const training = all.find((job) => job.kind !== "evaluate");
  if (!training) throw notFound("run", runId);
  const evaluation = all.find((job) => job.kind === "evaluate" && canRetry(job.status));
  return retryJob(db, training.status === "succeeded" && evaluation ? evaluation.id : training.id, now);
}

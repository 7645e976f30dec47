import { countLostAttempts, updateAttempt } from "@/db/queries/attempts";
import type { JobRow } from "@/db/queries/jobs";
import { isLive } from "@/lib/domain/run-status";
import { plural } from "@/lib/format/number";
import { type Changes, changeStatus } from "./change";

/**
 * Ends the current attempt of a locked job as lost and queues the job again, unless that happened too often (or it
 * was to be cancelled anyway). Also finishes what an earlier call left half done, so it may be repeated.
 *
 * @returns the job as it is now
 */
export async function loseAttempt(changes: Changes, job: JobRow, why: string): Promise<JobRow> {
  const { tx, now } = changes;
  const attemptId = job.currentAttemptId;
  let after = job;
  if (isLive(job.status)) {
    after = await changeStatus(changes, job, "lose", { attemptId, reason: why });
    const status = after.status === "cancelled" ? "cancelled" : "lost";
    if (attemptId !== null) await updateAttempt(tx, attemptId, { status, endedAt: now, detail: why });
  }
  // Only whoever started a wrapped command can start it again; it stays lost until it speaks.
  if (after.status !== "lost" || job.wrapped) return after;
  const lost = await countLostAttempts(tx, job.id);
  if (lost >= job.maxAttempts)
    return changeStatus(changes, after, "give-up", {
      attemptId,
      reason: `${why}; after ${plural(lost, "lost attempt")} it is not tried again`,
    });
  return changeStatus(changes, after, "requeue", {
    attemptId,
    reason: `${why}; goes on from its last checkpoint`,
  });
}

import { lockAblation } from "@/db/queries/ablations";
import { type AttemptRow, findAttempt } from "@/db/queries/attempts";
import { findJob, type JobRow, lockJob } from "@/db/queries/jobs";
import { AppError, notFound } from "@/lib/domain/errors";
import type { Changes } from "../jobs/change";

/**
 * The attempt of a run token with its job, locked. Throws `forbidden` where the token is not of this run's command.
 */
export async function lockWrapped(
  { tx }: Changes,
  runId: string,
  attemptId: string,
): Promise<{ attempt: AttemptRow; job: JobRow; isCurrent: boolean }> {
  const known = await findAttempt(tx, attemptId);
  if (!known || known.runId !== runId) throw new AppError("forbidden", "this token writes another run");
  const found = await findJob(tx, known.jobId);
  if (!found?.wrapped) throw new AppError("forbidden", "this run's agent reports for it");
  await lockAblation(tx, found.ablationId);
  const job = await lockJob(tx, found.id);
  const attempt = await findAttempt(tx, attemptId);
  if (!job || !attempt) throw notFound("run", runId);
  return { attempt, job, isCurrent: job.currentAttemptId === attemptId && attempt.supersededAt === null };
}

import type { Db } from "@/db/client";
import { lockAblation } from "@/db/queries/ablations";
import { type JobRow, lockJob } from "@/db/queries/jobs";
import type { ControlAnswer } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { type Changes, withChanges } from "../jobs/change";

/** A job as an answer to an order names it. */
export function told({ id, name, status }: JobRow): ControlAnswer["jobs"][number] {
  return { id, name, status };
}

/** Throws `conflict` for a command of the user's own: nothing here can start it, so only stopping it makes sense. */
export function refuseWrapped({ wrapped, name, runId }: JobRow): void {
  if (!wrapped) return;
  const again = `stepwell run --resume ${runId ?? "<run id>"} -- …`;
  throw new AppError("conflict", `"${name}" is a command that is started where it runs: ${again}`);
}

/**
 * Does something to jobs of one ablation in one transaction, each locked and read afresh.
 *
 * @param act the job as it is afterwards, or null where nothing could be done to it
 */
export async function controlJobs(
  db: Db,
  { ablationId, jobIds, now }: { ablationId: string; jobIds: readonly string[]; now: Date },
  act: (changes: Changes, job: JobRow) => Promise<JobRow | null>,
): Promise<ControlAnswer> {
  return withChanges(db, now, async (changes) => {
    await lockAblation(changes.tx, ablationId);
    const done: ControlAnswer = { jobs: [] };
    for (const jobId of jobIds) {
      const job = await lockJob(changes.tx, jobId);
      const after = job && (await act(changes, job));
      if (after) done.jobs.push(told(after));
    }
    return done;
  });
}

import type { Db } from "@/db/client";
import { lockAblation } from "@/db/queries/ablations";
import { selectLeasedTo } from "@/db/queries/attempts";
import type { HostRow } from "@/db/queries/hosts";
import { lockJob } from "@/db/queries/jobs";
import { isLive } from "@/lib/domain/run-status";
import { withChanges } from "../jobs/change";
import { loseAttempt } from "../jobs/lose-attempt";

/**
 * Gives the jobs of attempts back to the queue that were leased to a host whose agent, registering anew, knows nothing
 * of them: it was killed before their run directories were written, the answer with the lease was lost on its way, or
 * somebody removed the directories. Each in a transaction of
 * its own; what this misses, the end of the lease finds.
 *
 * @param held attempts whose run directories the agent has
 */
export async function giveBackUnheld(
  db: Db,
  host: Pick<HostRow, "id" | "name">,
  held: readonly string[],
  now: Date,
): Promise<void> {
  const known = new Set(held);
  for (const { attemptId, jobId, ablationId } of await selectLeasedTo(db, host.id)) {
    if (known.has(attemptId)) continue;
    await withChanges(db, now, async (changes) => {
      await lockAblation(changes.tx, ablationId);
      const job = await lockJob(changes.tx, jobId);
      // Looked at again under the lock: a lease that ran out meanwhile may be another attempt's by now.
      if (job?.currentAttemptId !== attemptId || !isLive(job.status)) return;
      await loseAttempt(changes, job, `the agent of ${host.name} registered anew and has nothing of it`);
    });
  }
}

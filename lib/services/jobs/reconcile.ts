import type { Db } from "@/db/client";
import { lockAblation } from "@/db/queries/ablations";
import { settleDrained } from "@/db/queries/hosts";
import { extendLiveLeases, findExpired, findStranded, lockJob } from "@/db/queries/jobs";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { isLive } from "@/lib/domain/run-status";
import { planUploads } from "../chores/plan-uploads";
import { applyRetention } from "../retention/apply-retention";
import { changeStatus, withChanges } from "./change";
import { loseAttempt } from "./lose-attempt";

/** What one pass mended. */
export interface Reconciled {
  lost: string[];
  skipped: string[];
}

/**
 * Brings the truth back: jobs whose host stopped reporting are lost and queued again (or given up), jobs that wait
 * for something without a result are skipped, hosts that have nothing left to run are drained. Each job is decided in a transaction of its own on freshly locked
 * rows, so that several servers may do this at once and a second pass finds nothing.
 */
export async function reconcile(db: Db, now: Date): Promise<Reconciled> {
  const done: Reconciled = { lost: [], skipped: [] };
  for (const { id, ablationId } of await findExpired(db, now))
    if (await loseIfExpired(db, id, ablationId, now)) done.lost.push(id);
  for (const { id, ablationId, cause, causeStatus } of await findStranded(db))
    if (await skipIfQueued(db, id, ablationId, `"${cause}" is ${causeStatus}`, now)) done.skipped.push(id);
  await settleDrained(db, now);
  await planUploads(db, now);
  await applyRetention(db, now);
  return done;
}

async function loseIfExpired(db: Db, jobId: string, ablationId: string, now: Date): Promise<boolean> {
  return withChanges(db, now, async (changes) => {
    await lockAblation(changes.tx, ablationId);
    const job = await lockJob(changes.tx, jobId);
    if (!job) return false;
    const renewed = job.leaseExpiresAt !== null && job.leaseExpiresAt >= now;
    if (job.status !== "lost" && (!isLive(job.status) || renewed)) return false;
    await loseAttempt(changes, job, "its host stopped reporting");
    return true;
  });
}

async function skipIfQueued(
  db: Db,
  jobId: string,
  ablationId: string,
  reason: string,
  now: Date,
): Promise<boolean> {
  return withChanges(db, now, async (changes) => {
    await lockAblation(changes.tx, ablationId);
    const job = await lockJob(changes.tx, jobId);
    if (job?.status !== "queued") return false;
    await changeStatus(changes, job, "skip", { reason });
    return true;
  });
}

/**
 * For the start of a server: while none was there, agents had nobody to report to, so every live lease gets its full
 * time from now instead of being lost at once.
 *
 * @returns how many leases were extended
 */
export async function forgiveSilence(db: Db, now: Date): Promise<number> {
  return extendLiveLeases(db, new Date(now.getTime() + LEASE_MS));
}

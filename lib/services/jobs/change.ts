import type { Db, Queryable } from "@/db/client";
import { dependenciesOf, dependentsOf, type JobChange, type JobRow, updateJob } from "@/db/queries/jobs";
import { notifyAll } from "@/db/queries/notify";
import { insertStatusEvent, setRunStatus } from "@/db/queries/runs-write";
import { AppError } from "@/lib/domain/errors";
import { isRunOfItsOwn } from "@/lib/domain/run-kinds";
import { isDeadEnd, isEnded, isLive, type StatusEvent, transition } from "@/lib/domain/run-status";
import { tellStatus } from "../notifications/job-ended";

/** One transaction that changes statuses, and what is told to listeners once it is committed. */
export interface Changes {
  tx: Queryable;
  now: Date;
  notices: string[];
}

const DEADLOCK = new Set(["40P01", "40001"]);

function isDeadlock(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ("code" in at && DEADLOCK.has(String(at.code))) return true;
  return false;
}

/**
 * Runs a transaction of status changes and notifies after its commit. A deadlock (with ingest, which locks rows of
 * the same jobs) is tried again, since the transaction left nothing behind.
 */
export async function withChanges<T>(db: Db, now: Date, work: (changes: Changes) => Promise<T>): Promise<T> {
  for (let left = 3; ; left -= 1) {
    const notices: string[] = [];
    try {
      const result = await db.transaction((tx) => work({ tx, now, notices }));
      await notifyAll(db, notices);
      return result;
    } catch (error) {
      if (left === 0 || !isDeadlock(error)) throw error;
    }
  }
}

export interface ChangeOptions {
  /** One sentence for people: why. */
  reason?: string;
  /** The attempt that it is about, if it is about one. */
  attemptId?: string | null;
  /** Other columns of the job, written together with the status. */
  set?: JobChange;
}

async function store(changes: Changes, before: JobRow, after: JobRow, set: JobChange): Promise<void> {
  const { tx, now } = changes;
  await updateJob(tx, before.id, set);
  if (before.runId !== null && isRunOfItsOwn(before.kind))
    await setRunStatus(tx, before.runId, {
      status: after.status,
      statusReason: after.statusReason,
      startedAt: after.startedAt,
      endedAt: after.endedAt,
      ...(after.hostId !== null && { hostId: after.hostId }),
      now,
    });
}

/**
 * Applies one event to a job that the caller has locked: the job, its run if it is a training, an event in the log,
 * a notice, and what follows for the jobs that wait for it.
 *
 * Throws `invalid-transition` if the status machine refuses.
 *
 * @param root the job whose end began a chain of skips; absent where this job's own end begins one
 * @returns the job as it is now
 */
export async function changeStatus(
  changes: Changes,
  job: JobRow,
  event: StatusEvent,
  options: ChangeOptions = {},
  root?: JobRow,
): Promise<JobRow> {
  const status = transition(job.status, event);
  if (status === null)
    throw new AppError(
      "invalid-transition",
      `"${job.name}" is ${job.status}, which does not allow: ${event}`,
    );
  const { now } = changes;
  const reason = options.reason ?? "";
  const set: JobChange = {
    ...options.set,
    status,
    statusReason: reason,
    startedAt: job.startedAt ?? options.set?.startedAt ?? (status === "running" ? now : null),
    endedAt: isEnded(status) ? now : null,
    ...(!isLive(status) && { leaseExpiresAt: null }),
    ...(status === "queued" && { cancelRequestedAt: null }),
    // The pause after a crash is over once it is taken, or once a person decided about the job.
    ...(event !== "crash" && { notBefore: null }),
  };
  const after: JobRow = { ...job, ...set };
  await store(changes, job, after, set);
  await insertStatusEvent(changes.tx, {
    runId: job.runId,
    jobId: job.id,
    attemptId: options.attemptId ?? null,
    at: now,
    from: job.status,
    to: status,
    reason,
  });
  const { id: jobId, runId, ablationId } = job;
  changes.notices.push(JSON.stringify({ type: "status", runId, jobId, ablationId, status }));
  await tellStatus(changes.tx, after, now);
  await follow(changes, after, event, root ?? after);
  return after;
}

async function follow(changes: Changes, job: JobRow, event: StatusEvent, root: JobRow): Promise<void> {
  if (isDeadEnd(job.status)) await skipDependents(changes, job, root);
  if (event === "retry" || event === "revive" || event === "continue") await reviveDependents(changes, job);
}

const DEAD_ENDS: Partial<Record<JobRow["status"], string>> = {
  cancelled: "was cancelled",
  skipped: "was skipped",
};

/** What waits for a job without a result can never start; the reason names the job where it began. */
async function skipDependents(changes: Changes, job: JobRow, root: JobRow): Promise<void> {
  for (const dependent of await dependentsOf(changes.tx, job.id)) {
    if (transition(dependent.status, "skip") === null) continue;
    const end = DEAD_ENDS[root.status] ?? "failed";
    await changeStatus(changes, dependent, "skip", { reason: `"${root.name}" ${end}` }, root);
  }
}

async function reviveDependents(changes: Changes, job: JobRow): Promise<void> {
  for (const dependent of await dependentsOf(changes.tx, job.id)) {
    if (transition(dependent.status, "revive") === null) continue;
    const before = await dependenciesOf(changes.tx, dependent.id);
    if (before.some((dependency) => isDeadEnd(dependency.status))) continue;
    await changeStatus(changes, dependent, "revive", { reason: `"${job.name}" is tried again` });
  }
}

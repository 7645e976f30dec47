import { lockAblation } from "@/db/queries/ablations";
import { type AttemptChange, type AttemptRow, findAttempt, updateAttempt } from "@/db/queries/attempts";
import { findJob, type JobRow, lockJob, updateJob } from "@/db/queries/jobs";
import { revokeTokenById } from "@/db/queries/tokens";
import type { AttemptObservation, HeartbeatAnswer } from "@/lib/contracts";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { isEnded, isLive, transition } from "@/lib/domain/run-status";
import { storableText } from "@/lib/domain/stored-text";
import { type Changes, changeStatus } from "./change";
import { judgeEnd } from "./judge-end";
import { loseAttempt } from "./lose-attempt";

export type Order = HeartbeatAnswer["orders"][number];

/** An attempt as the agent sees it, beside its rows. The job is locked. */
interface Seen {
  attempt: AttemptRow;
  job: JobRow;
  observation: AttemptObservation;
}

const isAlive = ({ state }: AttemptObservation) => state === "starting" || state === "running";

/**
 * Takes in what an agent says of one attempt on its host, and says what the agent has to do about it.
 *
 * The same observation may come any number of times: whatever it told is decided once.
 *
 * @param hostName for sentences shown to people
 * @returns an order, or null if the agent should go on as it does
 */
export async function observeAttempt(
  changes: Changes,
  host: { id: string; name: string },
  observation: AttemptObservation,
): Promise<Order | null> {
  const { attemptId } = observation;
  const known = await findAttempt(changes.tx, attemptId);
  if (!known || known.hostId !== host.id) return { attemptId, order: "forget", jobStatus: "lost" };
  const seen = await lockSeen(changes, known, observation);
  if (!seen) return { attemptId, order: "forget", jobStatus: "lost" };
  await recordFacts(changes, seen);
  const isCurrent = seen.job.currentAttemptId === attemptId && seen.attempt.supersededAt === null;
  const job = isCurrent ? await advance(changes, seen, host.name) : seen.job;
  return orderFor(changes, { ...seen, job }, isCurrent);
}

async function lockSeen(
  { tx }: Changes,
  known: AttemptRow,
  observation: AttemptObservation,
): Promise<Seen | null> {
  const found = await lockJobOf(tx, known.jobId);
  // Read again under the lock: what was read before it may be out of date.
  const attempt = await findAttempt(tx, known.id);
  return found && attempt ? { attempt, job: found, observation } : null;
}

async function lockJobOf(tx: Changes["tx"], jobId: string): Promise<JobRow | null> {
  const ablationId = (await findJob(tx, jobId))?.ablationId;
  if (!ablationId) return null;
  await lockAblation(tx, ablationId);
  return lockJob(tx, jobId);
}

/** Keeps what the agent knows of the process, without judging it. */
async function recordFacts({ tx, now }: Changes, { attempt, observation }: Seen): Promise<void> {
  const { pid, engineState, exitCode, signal, detail, drained } = observation;
  const facts: AttemptChange = {
    pid: pid ?? attempt.pid,
    engineState: storableText(engineState),
    exitCode: exitCode ?? attempt.exitCode,
    signal: signal === null ? attempt.signal : storableText(signal),
    ...(detail !== "" && { detail: storableText(detail) }),
    drainedAt: attempt.drainedAt ?? (drained ? now : null),
  };
  await updateAttempt(tx, attempt.id, facts);
}

/** Moves the job of a current attempt to where the process is. */
async function advance(changes: Changes, seen: Seen, hostName: string): Promise<JobRow> {
  if (isEnded(seen.job.status) || hasBeenJudged(seen)) return seen.job;
  const job = await renew(changes, await recover(changes, seen, hostName));
  if (isAlive(seen.observation)) return follow(changes, { ...seen, job });
  if (seen.observation.state === "gone")
    return loseAttempt(changes, job, `its process on ${hostName} is gone`);
  return judgeEnd(changes, { ...seen, job });
}

/** Its end was already decided (and not by losing it, which a living process disproves). */
function hasBeenJudged({ attempt, observation }: Seen): boolean {
  if (attempt.endedAt === null) return false;
  return attempt.status !== "lost" || observation.state === "gone";
}

/** An attempt whose lease ran out, but that is still the job's last one, goes on as if nothing had happened. */
async function recover(changes: Changes, { attempt, job }: Seen, hostName: string): Promise<JobRow> {
  if (isLive(job.status)) return job;
  const attemptId = attempt.id;
  await updateAttempt(changes.tx, attemptId, { status: "running", endedAt: null });
  return changeStatus(changes, job, "recover", {
    attemptId,
    reason: `${hostName} is back, and it was still running`,
  });
}

async function renew({ tx, now }: Changes, job: JobRow): Promise<JobRow> {
  const leaseExpiresAt = new Date(now.getTime() + LEASE_MS);
  await updateJob(tx, job.id, { leaseExpiresAt });
  return { ...job, leaseExpiresAt };
}

async function follow(changes: Changes, { attempt, job, observation }: Seen): Promise<JobRow> {
  const event = observation.state === "running" ? "run" : "start";
  if (transition(job.status, event) === null) return job;
  const attemptId = attempt.id;
  const after = await changeStatus(changes, job, event, { attemptId });
  await updateAttempt(changes.tx, attemptId, {
    status: after.status,
    startedAt: attempt.startedAt ?? changes.now,
  });
  return after;
}

/**
 * A live process is stopped where its job no longer wants it, and an ended one is forgotten once all it logged has
 * arrived; its token is of no use any more.
 */
async function orderFor(changes: Changes, seen: Seen, isCurrent: boolean): Promise<Order | null> {
  const { attempt, job, observation } = seen;
  const order = (kind: Order["order"]): Order => ({
    attemptId: attempt.id,
    order: kind,
    jobStatus: job.status,
  });
  const wanted = isCurrent && isLive(job.status);
  if (isAlive(observation)) {
    if (!wanted) return order("forget");
    if (job.status === "pausing") return order("pause");
    return job.status === "stopping" ? order("cancel") : null;
  }
  if (wanted || !observation.drained) return null;
  await revokeTokenById(changes.tx, attempt.tokenId, changes.now);
  return order("forget");
}

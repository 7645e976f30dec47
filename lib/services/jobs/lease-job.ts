import type { Db } from "@/db/client";
import { findAblationSpec, findArm } from "@/db/queries/ablations";
import {
  insertAttempt,
  liveAttemptIds,
  nextAttemptNumber,
  supersedeAttempts,
  updateAttempt,
} from "@/db/queries/attempts";
import { findCheckpoint } from "@/db/queries/checkpoints";
import type { HostRow } from "@/db/queries/hosts";
import { dependenciesOf, type JobRow } from "@/db/queries/jobs";
import { findRun } from "@/db/queries/runs-write";
import {
  type AblationSpec,
  type ArtifactRef,
  type JobKind,
  type JobSpec,
  jobSpec,
  type Lease,
} from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { buildJobSpec, JobInputError, type JobInputs, threadsFor } from "@/lib/domain/job-inputs";
import { LEASE_MS, LEASE_RETRY_MS } from "@/lib/domain/lease-times";
import { mintToken } from "@/lib/server/tokens";
import { agentOf } from "../agents/agent-of";
import { type Changes, changeStatus, withChanges } from "./change";
import { resumeFromOf, takeNextJob } from "./take-next-job";

export interface LeaseRequest {
  agentId: string;
  /** The token that the agent asks with. */
  tokenId: string | null;
  kinds: JobKind[];
  /** Attempts that the agent has on its host, whatever the server thinks of them. */
  running: string[];
  /** Where the trainer will log to. */
  serverUrl: string;
  now: Date;
}

export interface LeaseAnswer {
  lease: Lease | null;
  retryAfterMs: number;
  /** Why there is none; empty with a lease. */
  reason: string;
}

/** Jobs whose inputs cannot be put together are failed and passed over; a bound keeps one request short. */
const MOST_UNSTARTABLE = 20;

/**
 * Gives an agent the next job that its host may run, or none. Every lease mints an attempt with a token of its own
 * and supersedes the attempts before it.
 *
 * Throws `not-found` for an agent that never registered, `forbidden` for the token of another.
 */
export async function leaseJob(db: Db, request: LeaseRequest): Promise<LeaseAnswer> {
  const answer = await withChanges(db, request.now, async (changes) => {
    const { host } = await agentOf(changes.tx, request.agentId, request.tokenId, { lock: true });
    const refusal = refusalOf(host, request) ?? (await lackOfPlace(changes, host, request.running));
    if (refusal !== null) return { lease: null, reason: refusal };
    const lease = await nextLease(changes, host, request);
    return { lease, reason: lease ? "" : `no queued job can run on ${host.name} now` };
  });
  return { ...answer, retryAfterMs: LEASE_RETRY_MS };
}

/** Why this host is given no job, whatever is queued; null if it may have one. */
function refusalOf({ name, state, agentId, trainerReady }: HostRow, request: LeaseRequest): string | null {
  // A request of an agent that was killed may arrive after its successor registered: nobody would take the job up.
  if (agentId !== null && agentId !== request.agentId)
    return `another agent registered for ${name} after this one`;
  if (state === "paused") return `${name} is paused`;
  if (state !== "active") return `${name} is being drained and takes no new jobs until it is resumed`;
  return trainerReady ? null : `the trainer on ${name} is not ready`;
}

async function lackOfPlace(changes: Changes, host: HostRow, running: string[]): Promise<string | null> {
  // Both sides count: a lease that is on its way to the agent, and a process of a lease that ran out here.
  const taken = new Set([...running, ...(await liveAttemptIds(changes.tx, host.id))]);
  if (taken.size < host.capacity) return null;
  return `${taken.size} of ${host.capacity} places of ${host.name} are taken`;
}

async function nextLease(changes: Changes, host: HostRow, request: LeaseRequest): Promise<Lease | null> {
  for (let i = 0; i < MOST_UNSTARTABLE; i += 1) {
    const { kinds, running, now } = request;
    const job = await takeNextJob(changes.tx, { host, kinds, running, now });
    if (!job) return null;
    const lease = await mintAttempt(changes, job, host, request.serverUrl);
    if (lease) return lease;
  }
  return null;
}

async function mintAttempt(
  changes: Changes,
  job: JobRow,
  host: HostRow,
  serverUrl: string,
): Promise<Lease | null> {
  const { tx, now } = changes;
  const number = await nextAttemptNumber(tx, job.id);
  const attemptId = newId("attempt");
  await supersedeAttempts(tx, job.id, now);
  const { tokenId, token } = await mintToken(tx, "run", attemptId);
  const hostId = host.id;
  await insertAttempt(tx, {
    id: attemptId,
    jobId: job.id,
    runId: job.runId,
    number,
    hostId,
    tokenId,
    leasedAt: now,
  });
  const leaseExpiresAt = new Date(now.getTime() + LEASE_MS);
  const leased = await changeStatus(changes, job, "lease", {
    attemptId,
    reason: `taken by ${host.name}`,
    set: { currentAttemptId: attemptId, hostId, leaseExpiresAt },
  });
  const spec = await specOf(changes, leased, host, attemptId, serverUrl);
  if (!spec) return null;
  const from = await resumeFromOf(tx, job.id, host);
  return {
    jobId: job.id,
    attemptId,
    token,
    leaseExpiresAt: leaseExpiresAt.toISOString(),
    spec,
    // Its folder on this host may hold checkpoints of an earlier attempt.
    resume: from !== null || (number > 1 && job.hostId === hostId),
    ...(from && { resumeFrom: from }),
  };
}

async function specOf(
  changes: Changes,
  job: JobRow,
  host: HostRow,
  attemptId: string,
  serverUrl: string,
): Promise<JobSpec | null> {
  try {
    const inputs = await inputsOf(changes, job, host);
    return jobSpec.parse(buildJobSpec({ ...inputs, attemptId, serverUrl }));
  } catch (error) {
    if (!(error instanceof JobInputError)) throw error;
    await changeStatus(changes, job, "fail", { attemptId, reason: error.message });
    await updateAttempt(changes.tx, attemptId, {
      status: "failed",
      endedAt: changes.now,
      detail: error.message,
    });
    return null;
  }
}

/** Null where the launch is no fork, or what it was forked from is deleted, or about to be. */
async function forkedFromOf(tx: Changes["tx"], { forkedFrom }: AblationSpec): Promise<ArtifactRef | null> {
  if (forkedFrom === null) return null;
  const found = await findCheckpoint(tx, forkedFrom);
  return found && found.deletedAt === null && found.deleteRequestedAt === null
    ? { ...found.artifact, checkpointId: found.id }
    : null;
}

async function inputsOf(
  { tx }: Changes,
  job: JobRow,
  host: HostRow,
): Promise<Omit<JobInputs, "attemptId" | "serverUrl">> {
  const ablation = await findAblationSpec(tx, job.ablationId);
  if (!ablation) throw new JobInputError(`"${job.name}" belongs to an ablation that is gone`);
  const armRow = job.armId === null ? null : await findArm(tx, job.armId);
  const outputs: JobInputs["outputs"] = {};
  for (const before of await dependenciesOf(tx, job.id))
    if (before.output) outputs[before.kind] = before.output;
  return {
    job,
    ablation: ablation.spec,
    arm: ablation.spec.arms.find((arm) => arm.key === armRow?.key) ?? null,
    outputs,
    plannedTrainSteps:
      job.runId === null ? null : ((await findRun(tx, job.runId))?.plannedTrainSteps ?? null),
    forkedFrom: await forkedFromOf(tx, ablation.spec),
    outputDir: `${host.dataDir.replace(/\/+$/, "")}/jobs/${job.id}`,
    threads: threadsFor(host.facts, host.capacity),
  };
}

import type { Db } from "@/db/client";
import { ensureProject, insertAblation, insertWork, lockAblation } from "@/db/queries/ablations";
import { insertAttempt, nextAttemptNumber, supersedeAttempts } from "@/db/queries/attempts";
import { type JobRow, lockJob } from "@/db/queries/jobs";
import { insertToken } from "@/db/queries/tokens";
import {
  ensureWrappedHost,
  findWrappedJob,
  findWrappedProject,
  isKnownAttempt,
  lockName,
  updateWrappedRun,
} from "@/db/queries/wrapped-runs";
import type { WrappedRunAnswer, WrappedRunStart } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { newId } from "@/lib/domain/ids";
import { HEARTBEAT_MS, LEASE_MS } from "@/lib/domain/lease-times";
import { routes } from "@/lib/domain/routes";
import { isLive } from "@/lib/domain/run-status";
import { escapeTexts, holdsUnstorable } from "@/lib/domain/stored-text";
import { hashToken } from "@/lib/server/secrets";
import { type Changes, changeStatus, withChanges } from "../jobs/change";
import { wrappedSpec } from "./wrapped-spec";

interface Start {
  runId: string;
  body: WrappedRunStart;
  /** Version of Stepwell itself. */
  codeVersion: string;
  now: Date;
}

function configOf({ command, config }: WrappedRunStart): Record<string, unknown> {
  return { stage: "command", command, settings: config };
}

function answerOf(job: JobRow, runId: string): WrappedRunAnswer {
  return {
    runId,
    jobId: job.id,
    ablationId: job.ablationId,
    url: routes.run(runId),
    eventsPath: `/api/v1/runs/${runId}/events`,
    heartbeatMs: HEARTBEAT_MS,
  };
}

async function projectOf({ tx }: Changes, { body, codeVersion }: Start): Promise<string> {
  const name = body.project;
  await lockName(tx, name);
  const found = await findWrappedProject(tx, name);
  if (found !== null) return found;
  const id = newId("ablation");
  const projectId = await ensureProject(tx, newId("project"), "default");
  const spec = wrappedSpec(name);
  await insertAblation(tx, {
    ...{ id, projectId, name, spec, codeVersion },
    description: spec.description,
    kind: "wrapped",
  });
  return id;
}

async function makeRun(changes: Changes, start: Start): Promise<JobRow> {
  const { runId, body, codeVersion, now } = start;
  const ablationId = await projectOf(changes, start);
  const id = newId("job");
  const common = { ablationId, seed: 0, name: body.name, createdAt: now };
  await insertWork(changes.tx, {
    runs: [
      { ...common, id: runId, stage: "command", config: configOf(body), plannedTrainSteps: 0, codeVersion },
    ],
    jobs: [{ ...common, id, runId, kind: "command", wrapped: true, maxAttempts: 1 }],
    dependencies: [],
  });
  return locked(changes, id, ablationId);
}

async function locked({ tx }: Changes, jobId: string, ablationId: string): Promise<JobRow> {
  await lockAblation(tx, ablationId);
  const job = await lockJob(tx, jobId);
  if (!job) throw new Error(`job ${jobId} vanished`);
  return job;
}

/** Brings an ended job back to the queue, where nobody but its own command may take it from. */
async function queuedAgain(changes: Changes, job: JobRow): Promise<JobRow> {
  const options = { attemptId: job.currentAttemptId, reason: "started again" };
  if (job.status === "lost") return changeStatus(changes, job, "requeue", options);
  if (job.status === "succeeded") return changeStatus(changes, job, "continue", options);
  return changeStatus(changes, job, "retry", options);
}

async function begin(changes: Changes, job: JobRow, { runId, body, now }: Start): Promise<JobRow> {
  const { tx } = changes;
  const { attemptId, token } = body;
  const hostId = await ensureWrappedHost(tx, newId("host"), body.hostName);
  await updateWrappedRun(tx, runId, { name: body.name, config: configOf(body), hostId });
  const number = await nextAttemptNumber(tx, job.id);
  await supersedeAttempts(tx, job.id, now);
  const tokenId = newId("token");
  await insertToken(tx, { id: tokenId, hash: hashToken(token), scope: "run", subject: attemptId });
  const startedAt = new Date(Math.min(Date.parse(body.startedAt), now.getTime()));
  await insertAttempt(tx, {
    ...{ id: attemptId, jobId: job.id, runId, number, hostId, tokenId, startedAt, status: "running" },
    leasedAt: startedAt,
    pid: body.pid,
    engineState: "running",
  });
  const leaseExpiresAt = new Date(now.getTime() + LEASE_MS);
  const taken = await changeStatus(changes, job, "lease", {
    attemptId,
    reason: `started on ${body.hostName}`,
    set: { currentAttemptId: attemptId, hostId, leaseExpiresAt },
  });
  return changeStatus(changes, taken, "run", { attemptId, set: { startedAt, leaseExpiresAt } });
}

/**
 * Takes in that a wrapped command runs: makes the run (and its project) where it is new, begins another attempt where
 * the run has ended or was lost. The same request again changes nothing.
 *
 * Throws `conflict` where the run is an agent's, still runs elsewhere, or the attempt's id is taken.
 */
export async function startWrappedRun(db: Db, asked: Start): Promise<WrappedRunAnswer> {
  // Arguments of a command may hold any bytes at all.
  const start = holdsUnstorable(asked.body) ? { ...asked, body: escapeTexts(asked.body) } : asked;
  const { runId, body, now } = start;
  return withChanges(db, now, async (changes) => {
    await lockName(changes.tx, runId);
    const found = await findWrappedJob(changes.tx, runId);
    if (found === "another") throw new AppError("conflict", "this run was launched by Stepwell itself");
    const jobId = found?.job.id ?? "";
    const known = await isKnownAttempt(changes.tx, {
      ...{ attemptId: body.attemptId, jobId, tokenHash: hashToken(body.token) },
    });
    if (known === false) throw new AppError("conflict", "attemptId: another attempt has this id");
    if (found && known) return answerOf(found.job, runId);
    const job = found ? await reopened(changes, found) : await makeRun(changes, start);
    return answerOf(await begin(changes, job, start), runId);
  });
}

async function reopened(
  changes: Changes,
  { job: stale, hostName }: { job: JobRow; hostName: string | null },
): Promise<JobRow> {
  const job = await locked(changes, stale.id, stale.ablationId);
  if (isLive(job.status))
    throw new AppError(
      "conflict",
      `it still runs${hostName === null ? "" : ` on ${hostName}`}: cancel it first, or wait a minute if it died`,
    );
  return queuedAgain(changes, job);
}

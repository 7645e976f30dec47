import type { Db } from "@/db/client";
import { type AttemptRow, updateAttempt } from "@/db/queries/attempts";
import type { JobRow } from "@/db/queries/jobs";
import { renewWrapped } from "@/db/queries/wrapped-runs";
import type { JobStatus, WrappedRunEnd, WrappedRunOrder } from "@/lib/contracts";
import { LEASE_MS } from "@/lib/domain/lease-times";
import { isEnded } from "@/lib/domain/run-status";
import { storableText } from "@/lib/domain/stored-text";
import { type Changes, changeStatus, withChanges } from "../jobs/change";
import { lockWrapped } from "./locked";

interface Place {
  runId: string;
  attemptId: string;
  now: Date;
}

/** A command that was counted as lost and speaks again goes on as if nothing had happened. */
async function found(changes: Changes, attempt: AttemptRow, job: JobRow): Promise<JobRow> {
  if (job.status !== "lost") return job;
  await updateAttempt(changes.tx, attempt.id, { status: "running", endedAt: null, detail: "" });
  const leaseExpiresAt = new Date(changes.now.getTime() + LEASE_MS);
  return changeStatus(changes, job, "recover", {
    attemptId: attempt.id,
    reason: "its machine is back, and it was still running",
    set: { leaseExpiresAt },
  });
}

/** A sign of life of a wrapped command; answers whether it should end. */
export async function hearWrapped(db: Db, { runId, attemptId, now }: Place): Promise<WrappedRunOrder> {
  return withChanges(db, now, async (changes) => {
    const { attempt, job, isCurrent } = await lockWrapped(changes, runId, attemptId);
    if (!isCurrent || isEnded(job.status)) return { order: "forget" };
    const after = await found(changes, attempt, job);
    await renewWrapped(changes.tx, job.id, new Date(now.getTime() + LEASE_MS));
    return { order: after.status === "stopping" ? "stop" : "go-on" };
  });
}

function lastLine(detail: string): string {
  const lines = detail.split("\n").map((line) => line.trim());
  return lines.findLast((line) => line !== "")?.slice(0, 500) ?? "";
}

function failureOf({ exitCode, signal, detail }: WrappedRunEnd): string {
  const how = signal === null ? `ended with code ${exitCode ?? "unknown"}` : `was ended by ${signal}`;
  const said = lastLine(storableText(detail));
  return `the command ${how}${said === "" ? "" : `: ${said}`}`;
}

async function close(changes: Changes, job: JobRow, attemptId: string, end: WrappedRunEnd): Promise<JobRow> {
  if (end.exitCode === 0 && end.signal === null) return changeStatus(changes, job, "succeed", { attemptId });
  const reason = job.status === "stopping" ? "cancelled on request" : failureOf(end);
  return changeStatus(changes, job, "fail", { attemptId, reason });
}

/** Takes in how a wrapped command ended. The same end may come again; that of an older attempt changes nothing. */
export async function endWrapped(
  db: Db,
  { runId, attemptId, now }: Place,
  end: WrappedRunEnd,
): Promise<{ runId: string; status: JobStatus }> {
  return withChanges(db, now, async (changes) => {
    const { attempt, job, isCurrent } = await lockWrapped(changes, runId, attemptId);
    if (!isCurrent || isEnded(job.status)) return { runId, status: job.status };
    const after = await close(changes, await found(changes, attempt, job), attemptId, end);
    await updateAttempt(changes.tx, attemptId, {
      status: after.status,
      exitCode: end.exitCode,
      signal: end.signal,
      detail: storableText(end.detail),
      engineState: "ended",
      endedAt: new Date(Math.min(Date.parse(end.endedAt), now.getTime())),
      drainedAt: now,
    });
    return { runId, status: after.status };
  });
}

import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { runEvents, runs } from "@/db/schema";
import type { RunStatus } from "@/lib/contracts";

export interface RunStatusChange {
  status: RunStatus;
  statusReason: string;
  now: Date;
  hostId?: string;
  startedAt?: Date | null;
  endedAt?: Date | null;
}

/** A run's status is its training job's. Undefined fields are left as they are. */
export async function setRunStatus(db: Queryable, runId: string, change: RunStatusChange): Promise<void> {
  const { now, ...values } = change;
  await db
    .update(runs)
    .set({ ...values, updatedAt: now })
    .where(eq(runs.id, runId));
}

/** A change of status as an event of its job, beside those that the trainer sends. */
export async function insertStatusEvent(
  db: Queryable,
  event: {
    runId: string | null;
    jobId: string;
    attemptId: string | null;
    at: Date;
    from: RunStatus;
    to: RunStatus;
    reason: string;
  },
): Promise<void> {
  const { from, to, reason, ...row } = event;
  await db.insert(runEvents).values({ ...row, seq: null, type: "status", body: { from, to, reason } });
}

export async function findRun(db: Queryable, runId: string): Promise<typeof runs.$inferSelect | null> {
  const [row] = await db.select().from(runs).where(eq(runs.id, runId));
  return row ?? null;
}

/** The train step at which its training is to end. */
export async function setPlannedTrainSteps(db: Queryable, runId: string, trainSteps: number): Promise<void> {
  await db.update(runs).set({ plannedTrainSteps: trainSteps }).where(eq(runs.id, runId));
}

import { and, desc, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { checkpoints } from "@/db/schema";

type CheckpointRow = typeof checkpoints.$inferSelect;

export async function findCheckpoint(db: Queryable, checkpointId: string): Promise<CheckpointRow | null> {
  const [row] = await db.select().from(checkpoints).where(eq(checkpoints.id, checkpointId));
  return row ?? null;
}

/** The checkpoint that a job would go on from: its newest whose files are still there. */
export async function latestKeptCheckpoint(db: Queryable, jobId: string): Promise<CheckpointRow | null> {
  const [row] = await db
    .select()
    .from(checkpoints)
    .where(and(eq(checkpoints.jobId, jobId), isNull(checkpoints.deletedAt)))
    .orderBy(desc(checkpoints.trainStep), desc(checkpoints.createdAt))
    .limit(1);
  return row ?? null;
}

/** Its host has deleted the files. */
export async function markDeleted(db: Queryable, checkpointId: string, now: Date): Promise<void> {
  await db.update(checkpoints).set({ deletedAt: now }).where(eq(checkpoints.id, checkpointId));
}

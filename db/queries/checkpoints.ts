import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { checkpoints } from "@/db/schema";

type CheckpointRow = typeof checkpoints.$inferSelect;

export async function findCheckpoint(db: Queryable, checkpointId: string): Promise<CheckpointRow | null> {
  const [row] = await db.select().from(checkpoints).where(eq(checkpoints.id, checkpointId));
  return row ?? null;
}

import { eq } from "drizzle-orm";
import type { Queryable } from "../client";
import { runs } from "../schema";

/** The ablation that a run belongs to. */
export async function selectAblationOfRun(db: Queryable, runId: string): Promise<string | null> {
  const [run] = await db.select({ ablationId: runs.ablationId }).from(runs).where(eq(runs.id, runId));
  return run?.ablationId ?? null;
}

import { and, asc, eq, type SQL } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { arms, checkpoints, runs } from "@/db/schema";

function selectCheckpoints(db: Queryable, where: SQL | undefined) {
  return db
    .select({ checkpoint: checkpoints, run: runs, armKey: arms.key })
    .from(checkpoints)
    .innerJoin(runs, eq(runs.id, checkpoints.runId))
    .leftJoin(arms, eq(arms.id, runs.armId))
    .where(where);
}

/** A checkpoint with the run that wrote it, and that run's arm (null for a warm-up). */
export async function findCheckpointWithRun(db: Queryable, checkpointId: string) {
  const [row] = await selectCheckpoints(db, eq(checkpoints.id, checkpointId));
  return row ?? null;
}

/** Runs that were forked from checkpoints of a run, the oldest first, each with the train step that it began from. */
export function selectForksOf(db: Queryable, runId: string) {
  return db
    .select({ id: runs.id, name: runs.name, status: runs.status, trainStep: checkpoints.trainStep })
    .from(runs)
    .innerJoin(checkpoints, and(eq(checkpoints.id, runs.forkedFrom), eq(checkpoints.runId, runId)))
    .orderBy(asc(runs.createdAt), asc(runs.id));
}

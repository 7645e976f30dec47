import type { Db } from "@/db/client";
import { findAblationSpec, lockAblation, updateAblationSpec } from "@/db/queries/ablations";
import type { CheckpointRetention, RetentionChange } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { applyRetention } from "./apply-retention";

/** Changes the rule of a launch and applies it at once. Throws `not-found`. */
export async function setRetention(
  db: Db,
  ablationId: string,
  change: RetentionChange,
  now: Date,
): Promise<CheckpointRetention> {
  const retention = await db.transaction(async (tx) => {
    await lockAblation(tx, ablationId);
    const found = await findAblationSpec(tx, ablationId);
    if (!found) throw notFound("ablation", ablationId);
    const changed = { ...found.spec.retention, ...change };
    await updateAblationSpec(tx, ablationId, { ...found.spec, retention: changed });
    return changed;
  });
  await applyRetention(db, now);
  return retention;
}

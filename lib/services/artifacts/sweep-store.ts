import type { Db } from "@/db/client";
import { deleteStoredFile, selectUnusedFiles } from "@/db/queries/artifacts";
import { removeStaleParts, removeStored } from "./file-store";

/** So long a file stays that nothing needs: what an ablation needed this morning it may need again. */
const UNUSED_MS = 86_400_000;
const STALE_PART_MS = 86_400_000;
/** One pass stays short. */
const MOST = 1000;

/**
 * Removes from the store what nothing needs any more: no job that has not ended, no pinned checkpoint, no launch that
 * wants all its checkpoints there, and nothing whose only host was removed. What is needed again is sent again.
 *
 * @returns how many files went
 */
export async function sweepStore(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - UNUSED_MS);
  const sums = await selectUnusedFiles(db, before, MOST);
  for (const sha256 of sums) {
    // The row first: a file without a row counts as not stored, and is sent again.
    await deleteStoredFile(db, sha256);
    await removeStored(sha256);
  }
  await removeStaleParts(new Date(now.getTime() - STALE_PART_MS));
  return sums.length;
}

import type { Queryable } from "@/db/client";
import { selectAblationOfRun } from "@/db/queries/traces-place";
import { type AblationDetail, ablationsQuery } from "@/lib/contracts";
import { getAblation } from "@/lib/services/ablations-read/get-ablation";
import { listAblations } from "@/lib/services/ablations-read/list-ablations";

/**
 * The ablation whose traces are looked at: that of the run, the named one, or the newest.
 * Null if the named one does not exist, or if none is named and there is none.
 */
export async function getTracesPlace(
  db: Queryable,
  wanted: { run?: string | undefined; ablation?: string | undefined },
): Promise<AblationDetail | null> {
  if (wanted.run) {
    const ablationId = await selectAblationOfRun(db, wanted.run);
    return ablationId === null ? null : getAblation(db, ablationId);
  }
  if (wanted.ablation) return getAblation(db, wanted.ablation);
  const { ablations } = await listAblations(db, ablationsQuery.parse({ limit: 1 }));
  const [newest] = ablations;
  return newest ? getAblation(db, newest.id) : null;
}

import type { Queryable } from "@/db/client";
import { type FrozenRecomputation, type ResultSelection, whatIfRequest } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { runWhatIf } from "../what-if/run-what-if";

/**
 * Whether the stored rewards and advantages come out of the stored counts under the settings they were trained with;
 * null where there are more responses than are computed again at once.
 */
export async function gatherRecomputed(
  db: Queryable,
  selection: ResultSelection,
): Promise<FrozenRecomputation[] | null> {
  try {
    const { arms } = await runWhatIf(db, whatIfRequest.parse({ selection, examples: 0 }));
    return arms.map(({ arm, health: { rewards, rewardsDiffer, advantages, advantagesDiffer } }) => {
      return { arm: arm.key, rewards, rewardsDiffer, advantages, advantagesDiffer };
    });
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid-request") return null;
    throw error;
  }
}

import type { Queryable } from "@/db/client";
import {
  type FrozenRecomputation,
  type ResultSelection,
  type SensitivityAnswer,
  sensitivityRequest,
  whatIfRequest,
} from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { runSensitivity } from "../what-if/run-sensitivity";
import { runWhatIf } from "../what-if/run-what-if";

/** What came of looking at every stored response; null: there are more than are read at once. */
export interface ResponseFindings {
  recomputed: FrozenRecomputation[] | null;
  sensitivity: SensitivityAnswer | null;
}

/**
 * Whether the stored rewards and advantages come out of the stored counts under the settings they were trained with, and
 * how much they depend on M, tau, K_max and lost continuations. The responses themselves are too many to freeze.
 */
export async function gatherResponses(
  db: Queryable,
  selection: ResultSelection,
  seed: number,
): Promise<ResponseFindings> {
  try {
    const { arms } = await runWhatIf(db, whatIfRequest.parse({ selection, examples: 0 }));
    const recomputed = arms.map(({ arm, health }) => {
      const { rewards, rewardsDiffer, advantages, advantagesDiffer } = health;
      return { arm: arm.key, rewards, rewardsDiffer, advantages, advantagesDiffer };
    });
    return {
      recomputed,
      sensitivity: await runSensitivity(db, sensitivityRequest.parse({ selection, seed })),
    };
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid-request")
      return { recomputed: null, sensitivity: null };
    throw error;
  }
}

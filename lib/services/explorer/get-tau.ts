import type { Queryable } from "@/db/client";
import { selectRunConfig } from "@/db/queries/traces-read";
import { rewardConfig } from "@/lib/contracts";

/** Arms differ in their rewards, seeds of an arm do not: so many runs tell. */
const MOST_RUNS = 40;

/** The gate's tau that all of these runs were trained with; null where they differ or have none. */
export async function getTau(db: Queryable, runIds: readonly string[]): Promise<number | null> {
  const taus = new Set<number>();
  for (const id of runIds.slice(0, MOST_RUNS)) {
    const reward = rewardConfig.safeParse((await selectRunConfig(db, id))?.config.reward);
    if (reward.success) taus.add(reward.data.tau);
  }
  const [tau] = taus;
  return taus.size === 1 && tau !== undefined ? tau : null;
}

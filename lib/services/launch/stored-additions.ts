import { z } from "zod";
import type { Queryable } from "@/db/client";
import { selectSeedAdditions } from "@/db/queries/seed-additions";
import { seed, seedAddition } from "@/lib/contracts";

/** The record of an addition as it is stored; what is derived from the runs is not part of it. */
export const storedAddition = seedAddition.omit({ at: true, environmentDifferences: true }).extend({
  idempotencyKey: z.string().nullable(),
  runs: z.int(),
  jobs: z.int(),
  seeds: z.array(seed).min(1),
});
export type StoredAddition = z.infer<typeof storedAddition> & { at: Date };

/** The additions of seeds to an ablation, the first one first. */
export async function storedAdditions(db: Queryable, ablationId: string): Promise<StoredAddition[]> {
  const rows = await selectSeedAdditions(db, ablationId);
  return rows.map(({ at, body }) => ({ at, ...storedAddition.parse(body) }));
}

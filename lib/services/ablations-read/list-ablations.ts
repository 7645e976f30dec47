import type { Queryable } from "@/db/client";
import { countAblations, selectAblations } from "@/db/queries/ablations-read";
import type { AblationsPage } from "@/lib/contracts";
import { summariesOf } from "./summaries";

/** A page of the list of ablations, the newest first. */
export async function listAblations(
  db: Queryable,
  query: { q: string; offset: number; limit: number },
): Promise<AblationsPage> {
  const [rows, total] = await Promise.all([selectAblations(db, query), countAblations(db, query.q)]);
  return { ablations: await summariesOf(db, rows), total };
}

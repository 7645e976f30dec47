import type { Queryable } from "@/db/client";
import { selectAblationById } from "@/db/queries/ablations-read";

/** Name of an ablation for breadcrumbs, or null if there is none of that id. */
export async function ablationName(db: Queryable, id: string): Promise<string | null> {
  return (await selectAblationById(db, id))?.name ?? null;
}

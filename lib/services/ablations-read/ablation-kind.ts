import type { Queryable } from "@/db/client";
import { selectAblationById } from "@/db/queries/ablations-read";

/**
 * What stands under an ablation's id: a launch, a project of commands that people start themselves, or a place for
 * imported traces; only a launch has a page of its own. Null: nothing.
 */
export async function ablationKind(
  db: Queryable,
  id: string,
): Promise<"ablation" | "wrapped" | "import" | null> {
  return (await selectAblationById(db, id))?.kind ?? null;
}

import type { Queryable } from "@/db/client";
import { selectQueue, selectUsedTags } from "@/db/queries/reviews";
import type { ReviewQueue } from "@/lib/contracts";
import { previewOf } from "../traces/rows";
import { requireSet } from "./sets";

/** What a rater is to judge in a set, in its order. Throws `not-found`. */
export async function readQueue(db: Queryable, setId: string, raterId: string): Promise<ReviewQueue> {
  await requireSet(db, setId);
  const rows = await selectQueue(db, setId, raterId);
  return {
    items: rows.map(({ promptStart, promptEscaped, ...row }) => ({
      ...row,
      promptPreview: previewOf({ promptStart, promptEscaped }),
    })),
    tags: await selectUsedTags(db, setId, raterId),
  };
}

import type { Queryable } from "@/db/client";
import { selectQueue } from "@/db/queries/reviews";
import type { ReviewQueue } from "@/lib/contracts";
import { reader } from "../traces/raw-text";
import { requireSet } from "./sets";

const PREVIEW = 200;

/** The first characters of a stored prompt as it was written: read back before it is cut, or an escape could be cut in two. */
export function previewOf(start: string, escaped: boolean): string {
  return [...reader(escaped)(start)].slice(0, PREVIEW).join("");
}

/** What a rater is to judge in a set, in its order. Throws `not-found`. */
export async function readQueue(db: Queryable, setId: string, raterId: string): Promise<ReviewQueue> {
  await requireSet(db, setId);
  const rows = await selectQueue(db, setId, raterId);
  return {
    items: rows.map(({ promptStart, promptEscaped, ...row }) => ({
      ...row,
      promptPreview: previewOf(promptStart, promptEscaped),
    })),
  };
}

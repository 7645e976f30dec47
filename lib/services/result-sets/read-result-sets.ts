import type { Queryable } from "@/db/client";
import { selectResultSetsByIds } from "@/db/queries/result-sets";
import { resultSetFile } from "@/lib/contracts";
import type { StoredResultSet } from "../results/imported-results";

/** The sets of these ids in the order asked for, each once; null where one is none. */
export async function readResultSets(
  db: Queryable,
  ids: readonly string[],
): Promise<StoredResultSet[] | null> {
  const wanted = [...new Set(ids)];
  const found = new Map((await selectResultSetsByIds(db, wanted)).map(({ set }) => [set.id, set]));
  if (found.size < wanted.length) return null;
  return wanted.flatMap((id) => {
    const set = found.get(id);
    return set ? [{ id, file: resultSetFile.parse(set.content) }] : [];
  });
}

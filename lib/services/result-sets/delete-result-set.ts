import type { Queryable } from "@/db/client";
import { deleteResultSetRow } from "@/db/queries/result-sets";
import { notFound } from "@/lib/domain/errors";

/** Forgets an imported set. Reports that show it keep what they have frozen. Throws `not-found`. */
export async function deleteResultSet(db: Queryable, id: string): Promise<void> {
  if (!(await deleteResultSetRow(db, id))) throw notFound("imported result set", id);
}

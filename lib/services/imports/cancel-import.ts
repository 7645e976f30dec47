import type { Db } from "@/db/client";
import { findImport, updateImport } from "@/db/queries/imports";
import type { ImportView } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { readImport } from "./read-imports";

/** Ends an import after the batch that it is at; what was stored stays. One that has ended is left as it is. */
export async function cancelImport(db: Db, id: string): Promise<ImportView> {
  const row = await findImport(db, id);
  if (!row) throw notFound("import", id);
  if (row.status === "running" || row.status === "receiving")
    await updateImport(db, id, {
      ...{ status: "cancelled", endedAt: new Date() },
      error: "cancelled on request; what was stored until then stays",
    });
  return readImport(db, id);
}

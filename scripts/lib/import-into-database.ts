import type { ImportView } from "@/lib/contracts";
import type { DiskSource } from "@/lib/services/imports/disk-source";
import { importSource, type SourceImport } from "@/lib/services/imports/import-source";
import { withOwnDatabase } from "./own-database";

/** Imports without a server. */
export function importIntoDatabase(source: DiskSource, asked: SourceImport): Promise<ImportView> {
  return withOwnDatabase((db) => importSource(db, source, asked));
}

import type { Queryable } from "@/db/client";
import type { ExportFormat, ExportProvenance, ExportRequest } from "@/lib/contracts";
import { openExport } from "./open-export";

/** The provenance of an export with all its counts: it is made, and written to nowhere. Ends where nobody waits. */
export async function exportProvenanceOf(
  db: Queryable,
  format: ExportFormat,
  request: ExportRequest,
  at: { codeVersion: string; now: Date },
  signal?: AbortSignal,
): Promise<{ fileName: string; provenance: ExportProvenance }> {
  const opened = await openExport(db, format, request, at);
  for await (const _ of opened.chunks) signal?.throwIfAborted();
  return { fileName: opened.fileName, provenance: opened.provenance() };
}

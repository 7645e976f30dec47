import type { Queryable } from "@/db/client";
import type { ExportFormat, ExportPreview, ExportRequest } from "@/lib/contracts";
import { openExport } from "./open-export";

/** A person waits for it. */
const TIME_MS = 3_000;
/** Of the file's beginning, where it is text. */
const SAMPLE_CHARACTERS = 4_000;

/**
 * What an export would hold: it is written to nowhere, for as long as a person waits. Where the time is over before the
 * selection is, the counts are those of the traces read so far, and it says so.
 */
export async function previewExport(
  db: Queryable,
  format: ExportFormat,
  request: ExportRequest,
  { timeMs = TIME_MS, ...at }: { codeVersion: string; now: Date; timeMs?: number },
): Promise<ExportPreview> {
  const opened = await openExport(db, format, request, { ...at, endsAt: performance.now() + timeMs });
  let sample = "";
  for await (const chunk of opened.chunks)
    if (typeof chunk === "string" && sample.length < SAMPLE_CHARACTERS)
      sample = (sample + chunk).slice(0, SAMPLE_CHARACTERS);
  const { fileName, provenance } = opened;
  const cut = opened.wasCut();
  const total = cut ? await opened.total() : provenance().counts.traces;
  return { provenance: provenance(), fileName, total, complete: !cut, sample };
}

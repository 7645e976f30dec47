import type { ImportEvent, ImportFile, TraceImporter } from "../importer";
import { importFile } from "../source";

/** A file that stands in memory. `block`: bytes read at once, to see that lines survive any cut. */
export function fileOf(name: string, content: string | Uint8Array, block?: number): ImportFile {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return importFile(name, bytes.length, async (start, end) => bytes.slice(start, end), block);
}

/** All that an importer tells of these files. */
export async function eventsOf(
  importer: TraceImporter,
  files: readonly ImportFile[],
): Promise<ImportEvent[]> {
  const events: ImportEvent[] = [];
  for await (const event of importer.parse(files)) events.push(event);
  return events;
}

/** Traces among events. */
export function tracesOf(events: readonly ImportEvent[]) {
  return events.flatMap((event) => (event.type === "trace" ? [event.trace] : []));
}

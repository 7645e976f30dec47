import type { z } from "zod";
import type { ImportEvent, ImportFile } from "./importer";
import { type ArrayElement, ArrayScan } from "./json-array";
import { excerptOf, jsonLines, parseJson } from "./json-lines";
import { firstIssue } from "./stepwell";

const BLOCK_BYTES = 1 << 18;
/** A record beyond this is told, not read: it would have to stand in memory as a whole, several times. */
const LONGEST_RECORD = 64 << 20;
/** How often a file is read on from behind a record that was never closed; each time costs the rest of the file. */
const MOST_RETRIES = 20;

/** A record of a data set, and the line on which it begins; or why it could not be read. */
export type JsonRecord = { line: number; excerpt: string } & (
  | { value: unknown; reason: null }
  | { value: null; reason: string }
);

/** Where a record begins. */
export interface RecordPlace {
  file: string;
  line: number;
}

/** The records of a file that is JSON lines or one JSON array, in whatever layout: one at a time. */
export async function* jsonRecords(file: ImportFile): AsyncGenerator<JsonRecord> {
  if (await isArray(file)) yield* arrayRecords(file);
  else
    for await (const { line, value, reason } of jsonLines(file)) {
      const place = { line: line.number, excerpt: excerptOf(line.text) };
      yield reason === null ? { ...place, value, reason } : { ...place, value: null, reason };
    }
}

/**
 * Reads the records of all files, each checked by `schema` and told by `tell`. A record that fails is refused by file,
 * line and field, and the rest is read.
 */
export async function* recordEvents<T>(
  files: readonly ImportFile[],
  schema: z.ZodType<T>,
  tell: (record: T, place: RecordPlace) => AsyncIterable<ImportEvent>,
): AsyncGenerator<ImportEvent> {
  for (const file of files)
    for await (const { line, excerpt, value, reason } of jsonRecords(file)) {
      const place = { file: file.name, line };
      yield { type: "row", file: file.name };
      const read = reason === null ? schema.safeParse(value) : null;
      if (read?.success) yield* tell(read.data, place);
      else
        yield { type: "rejected", ...place, reason: read ? firstIssue(read.error) : (reason ?? ""), excerpt };
    }
}

async function isArray(file: ImportFile): Promise<boolean> {
  const head = new TextDecoder().decode(await file.read(0, Math.min(file.bytes, 4_096)));
  return head.trimStart().startsWith("[");
}

async function* arrayRecords(file: ImportFile): AsyncGenerator<JsonRecord> {
  let scan = new ArrayScan();
  for (let from = 0, tries = 0; ; tries += 1) {
    for (let at = from; at < file.bytes; at += BLOCK_BYTES)
      for (const element of scan.feed(await file.read(at, Math.min(at + BLOCK_BYTES, file.bytes))))
        yield await readElement(file, element);
    const cut = scan.unfinished();
    if (cut) yield await readElement(file, cut.element);
    if (!cut || tries === MOST_RETRIES) return;
    from = cut.behind.at;
    scan = new ArrayScan(cut.behind);
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

async function readElement(file: ImportFile, { start, end, line, fault }: ArrayElement): Promise<JsonRecord> {
  const shown = await file.read(start, Math.min(end, start + 1_000));
  const place = { line, excerpt: excerptOf(new TextDecoder().decode(shown)) };
  const reason = end - start > LONGEST_RECORD ? `the record is longer than ${LONGEST_RECORD} bytes` : fault;
  if (reason !== null) return { ...place, value: null, reason };
  try {
    return { ...place, value: parseJson(UTF8.decode(await file.read(start, end))), reason: null };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { ...place, value: null, reason: `the record is not JSON: ${said.slice(0, 300)}` };
  }
}

import { z } from "zod";
import { importedTrace } from "@/lib/contracts";
import { headHas, headObjects, shareOf } from "./detect";
import type { FileHead, ImportEvent, ImportFile, TraceImporter } from "./importer";
import { type JsonLine, jsonLines, recordOf, refusedLine } from "./json-lines";

/** Version of the format that this code writes and reads. */
const STEPWELL_JSONL_VERSION = 1;

/** The first line of a file: what it is and where its traces are from. */
const stepwellHeader = z.looseObject({
  stepwell: z.literal("traces"),
  version: z.int().min(1),
  /** Said by whoever wrote the file; kept with nobody, shown in the report. */
  provenance: z.record(z.string(), z.unknown()).default({}),
});

/** The last line: a file without it was cut, or a script wrote it. */
const stepwellEnd = z.looseObject({ stepwell: z.literal("end"), traces: z.int().min(0) });

function isTraces(file: FileHead): boolean {
  const [first] = headObjects(file);
  return first && Object.keys(first).length > 0
    ? first.stepwell === "traces" || importedTrace.safeParse(first).success
    : isCutTrace(file);
}

/** A first line that is longer than the head. */
const isCutTrace = (file: FileHead) => headHas(file, "recordKey", "traceSteps");

/** What a file said of itself and what came of it. */
interface Told {
  traces: number;
  /** As its last line says; null: it has none, as where a script wrote it. */
  promised: number | null;
  header: boolean;
}

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  for (const file of files) {
    const told: Told = { traces: 0, promised: null, header: false };
    for await (const read of jsonLines(file)) yield* eventsOf(file, read, told);
    yield* brokenOff(file, told);
  }
}

function* brokenOff(file: ImportFile, { traces, promised, header }: Told): Generator<ImportEvent> {
  if (promised === null && header)
    yield {
      type: "note",
      topic: "trap",
      text: `${file.name} does not say where it ends: its download may have been cut. ${traces} traces were read of it.`,
    };
  if (promised !== null && promised !== traces)
    yield {
      type: "note",
      topic: "trap",
      text: `${file.name} says that it holds ${promised} traces; ${traces} could be read.`,
    };
}

function* eventsOf(file: ImportFile, read: JsonLine, told: Told): Generator<ImportEvent> {
  const { line, value, reason } = read;
  const kind = recordOf(value)?.stepwell;
  if (kind !== undefined) {
    yield* kind === "end" ? endEvents(file, read, told) : headerEvents(file, read, told);
    return;
  }
  yield { type: "row", file: file.name };
  const parsed = importedTrace.safeParse(placed(value, file, line.number));
  if (reason !== null) yield refusedLine(file, line, reason);
  else if (!parsed.success) yield refusedLine(file, line, firstIssue(parsed.error));
  else {
    told.traces += 1;
    yield { type: "trace", trace: parsed.data };
  }
}

/** A record that does not say where it is from stands here. */
function placed(value: unknown, file: ImportFile, line: number): unknown {
  const record = recordOf(value);
  return record && record.source === undefined ? { ...record, source: { file: file.name, line } } : value;
}

function* endEvents(file: ImportFile, { line, value }: JsonLine, told: Told): Generator<ImportEvent> {
  const end = stepwellEnd.safeParse(value);
  if (end.success) told.promised = (told.promised ?? 0) + end.data.traces;
  else yield refusedLine(file, line, `this last line is not one: ${firstIssue(end.error)}`);
}

function* headerEvents(file: ImportFile, { line, value }: JsonLine, told: Told): Generator<ImportEvent> {
  const header = stepwellHeader.safeParse(value);
  told.header = true;
  if (!header.success) yield refusedLine(file, line, `this header is not one: ${firstIssue(header.error)}`);
  else if (header.data.version > STEPWELL_JSONL_VERSION)
    yield refusedLine(
      file,
      line,
      `version ${header.data.version} is newer than this Stepwell, which reads ${STEPWELL_JSONL_VERSION}: update it`,
    );
  else yield* provenanceNote(file, header.data.provenance);
}

function* provenanceNote(file: ImportFile, provenance: Record<string, unknown>): Generator<ImportEvent> {
  const said = Object.entries(provenance).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  if (said.length > 0)
    yield {
      type: "note",
      topic: "source",
      text: `${file.name} says of itself: ${said.join(", ")}.`.slice(0, 2_000),
    };
}

/** The first thing that is wrong with a record: which field, and what. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join(".") || "the record"}: ${issue.message}` : "the record cannot be read";
}

/** Stepwell's own lines: a header, then one `importedTrace` a line. Nothing is lost on the way out and back. */
export const stepwell: TraceImporter = {
  format: "stepwell",
  title: "Stepwell JSONL",
  about: "Traces that a Stepwell exported, or that a script wrote as the documentation says.",
  endings: [".jsonl", ".ndjson"],
  repeats: "duplicates",
  detect: (files) => shareOf(files, isTraces),
  parse,
};

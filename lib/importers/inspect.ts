import { shareOf } from "./detect";
import type { FileHead, ImportEvent, ImportFile, TraceImporter } from "./importer";
import { type InspectLog, sampleTrace } from "./inspect-sample";
import { accuracyScorers } from "./inspect-scores";
import { parseJson, recordOf } from "./json-lines";
import { ResponseReader } from "./read-response";
import { labelOf } from "./values";
import { type ZipEntry, zipEntries } from "./zip-entries";

const SAMPLE = /^samples\/.+\.json$/;
/** Where a log says what was evaluated: at its end, and while it is being written. */
const HEADERS = ["header.json", "_journal/start.json", "start.json"];

const isLog = ({ name, head }: FileHead) =>
  name.toLowerCase().endsWith(".eval") && head[0] === 0x50 && head[1] === 0x4b;

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  const reader = new ResponseReader();
  for (const file of files) yield* fileEvents(file, reader);
  yield* reader.notes();
}

async function* fileEvents(file: ImportFile, reader: ResponseReader): AsyncGenerator<ImportEvent> {
  try {
    const { entries, replaced } = await zipEntries(file);
    const { log, notes } = await headerOf(file, entries);
    yield* notes;
    if (replaced > 0)
      yield note(
        "trap",
        `${file.name} holds ${replaced} entries that were written anew later; the last of each counts, as in Inspect.`,
      );
    for (const entry of entries) if (SAMPLE.test(entry.name)) yield* sampleEvents(entry, log, reader);
  } catch (error) {
    yield { type: "row", file: file.name };
    yield refused(file.name, `the file cannot be read as a log of Inspect: ${said(error)}`);
  }
}

async function* sampleEvents(
  entry: ZipEntry,
  log: InspectLog,
  reader: ResponseReader,
): AsyncGenerator<ImportEvent> {
  yield { type: "row", file: log.file };
  try {
    const sample = recordOf(await jsonOf(entry));
    const trace = sample ? await sampleTrace(log, sample, reader) : "it holds no object";
    yield typeof trace === "string" ? refused(log.file, `${entry.name}: ${trace}`) : { type: "trace", trace };
  } catch (error) {
    yield refused(log.file, `${entry.name} cannot be read: ${said(error)}`);
  }
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 300);
const refused = (file: string, reason: string): ImportEvent => ({
  type: "rejected",
  file,
  line: null,
  reason,
});
const note = (topic: "trap" | "unknown" | "source", text: string): ImportEvent => ({
  type: "note",
  topic,
  text,
});

/** JSON of an entry; Inspect writes NaN for a score that could not be computed. */
async function jsonOf(entry: ZipEntry): Promise<unknown> {
  return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(await entry.bytes()));
}

async function headerOf(
  file: ImportFile,
  entries: readonly ZipEntry[],
): Promise<{ log: InspectLog; notes: ImportEvent[] }> {
  const found = HEADERS.flatMap((name) => entries.filter((entry) => entry.name === name))[0];
  const header = (found && recordOf(await jsonOf(found))) ?? {};
  const spec = recordOf(header.eval) ?? {};
  const model = typeof spec.model === "string" && spec.model !== "" ? spec.model.slice(0, 500) : null;
  const task = labelOf(spec.task, "Inspect");
  const notes: ImportEvent[] = [];
  if (found?.name !== HEADERS[0])
    notes.push(
      note(
        "trap",
        `${file.name} has no ${HEADERS[0]}: the evaluation did not end, and samples may be missing.`,
      ),
    );
  else if (header.status !== undefined && header.status !== "success")
    notes.push(
      note(
        "trap",
        `The evaluation of ${file.name} ended as “${String(header.status).slice(0, 60)}”: samples may be missing.`,
      ),
    );
  const log = {
    file: file.name,
    evalId:
      typeof spec.eval_id === "string" && spec.eval_id !== ""
        ? spec.eval_id
        : (stringOf(spec.run_id) ?? null),
    task,
    model,
    dataset: labelOf(recordOf(spec.dataset)?.name, task),
    accuracy: accuracyScorers(header),
  };
  return { log, notes };
}

const stringOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

/**
 * Logs of Inspect (`.eval`, a zip whose entries are deflated or, of newer versions, packed with Zstandard): header.json
 * (of a log that was cut off `_journal/start.json`) for task, model, data set and which scorers have an accuracy, and
 * `samples/{id}_epoch_{n}.json`, one trace each, read one at a time; of a sample that was written twice the last one.
 * The prompt ends before the first message that the model generated; its reply is one message, cut by the shared rule, or
 * several, one trace step for each turn of the model with the results of its tools. Reasoning stands behind `<think>`
 * (withheld reasoning is named, never its encrypted bytes). Every scorer is a score of kind judge with its explanation;
 * right and wrong are what the scorers that say so agree on. An epoch is the sample's index for its prompt. Images are
 * kept by reference. The format cannot tell: step scores, groups, advantages, a train step; output tokens of 0 are what
 * its provider did not count and are unknown.
 */
export const inspect: TraceImporter = {
  format: "inspect",
  title: "Inspect log",
  about: "Evaluation logs of Inspect (.eval).",
  endings: [".eval"],
  repeats: "duplicates",
  detect: (files) => shareOf(files, isLog),
  parse,
};

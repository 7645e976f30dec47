import type { ImportedTraceInput } from "@/lib/contracts";
import { headHas, headObjects, shareOf } from "./detect";
import type { FileHead, ImportEvent, ImportFile, TraceImporter } from "./importer";
import { excerptOf, jsonLines, recordOf, refusedLine } from "./json-lines";
import { readMessages } from "./messages";
import { headColumns, openParquet } from "./parquet-rows";
import { recordKeyOf } from "./record-key";
import { stepsFromParts } from "./segment";
import { promptOf } from "./trl-text";
import { extraOf, labelOf, numberOf, textOf } from "./values";

const COLUMNS = ["prompt", "completions", "labels"];
/** How TRL's PRM trainer joins steps unless it is told otherwise (`step_separator`). */
const SEPARATOR = "\n";
const SCORER = { kind: "judge", name: "Stepwise labels" } as const;

function isStepwise(file: FileHead): boolean {
  const columns = headColumns(file);
  if (columns === "unseen") return true;
  if (columns !== null) return COLUMNS.every((name) => columns.has(name));
  const [first] = headObjects(file);
  if (!first) return headHas(file, ...COLUMNS);
  return "prompt" in first && Array.isArray(first.completions) && Array.isArray(first.labels);
}

/** A longer Parquet file keeps its columns at its end, unseen: it may be of any format that is written so. */
const sureness = (files: readonly FileHead[]) =>
  files.some((file) => headColumns(file) === "unseen") ? 0.4 : 0.9;

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  for (const file of files)
    yield* file.name.toLowerCase().endsWith(".parquet") ? parquetEvents(file) : lineEvents(file);
}

async function* lineEvents(file: ImportFile): AsyncGenerator<ImportEvent> {
  for await (const { line, value, reason } of jsonLines(file)) {
    yield { type: "row", file: file.name };
    const record = recordOf(value);
    const trace = reason ?? (record ? await traceOf(file, line.number, record) : "the record is no object");
    if (typeof trace === "string") yield refusedLine(file, line, trace);
    else yield { type: "trace", trace };
  }
}

async function* parquetEvents(file: ImportFile): AsyncGenerator<ImportEvent> {
  try {
    const table = await openParquet(file);
    for await (const { number, values } of table.rows()) {
      yield { type: "row", file: file.name };
      const trace = await traceOf(file, number, values);
      if (typeof trace !== "string") yield { type: "trace", trace };
      else
        yield {
          type: "rejected",
          file: file.name,
          line: number,
          reason: trace,
          excerpt: excerptOf(textOf(values) ?? ""),
        };
    }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    yield { type: "row", file: file.name };
    yield {
      type: "rejected",
      file: file.name,
      line: null,
      reason: `the file cannot be read as Parquet: ${said}`,
    };
  }
}

async function traceOf(
  file: ImportFile,
  line: number,
  record: Record<string, unknown>,
): Promise<ImportedTraceInput | string> {
  const { prompt, completions, labels, ...rest } = record;
  const asked = promptOf(prompt);
  if (typeof asked === "string") return `prompt: ${asked}`;
  const steps = stepTexts(completions);
  if (typeof steps === "string") return `completions: ${steps}`;
  const given = labels === null || labels === undefined ? steps.map(() => null) : labels;
  if (!Array.isArray(given)) return "labels: is no list";
  if (given.length !== steps.length)
    return `labels: ${given.length} of them for ${steps.length} completions; each step needs one (null where it has none)`;
  const { response, spans } = stepsFromParts(steps, SEPARATOR);
  const traceSteps = spans.map((text, i) => ({ text, scores: scoresOf(given[i]) }));
  const odd = traceSteps.findIndex(
    ({ scores }, i) => scores.length === 0 && given[i] !== null && given[i] !== undefined,
  );
  if (odd !== -1) return `labels: entry ${odd + 1} is neither true or false nor a number`;
  return {
    recordKey: await recordKeyOf(extraOf(record)),
    run: labelOf(rest.model ?? rest.generator, "TRL stepwise"),
    source: { file: file.name, line },
    prompt: { dataset: labelOf(rest.dataset, "TRL stepwise"), messages: asked.messages, media: asked.media },
    response,
    traceSteps,
    extra: extraOf(rest),
  };
}

/** The text of each step; a step may also be a message or a list of them. */
function stepTexts(completions: unknown): string[] | string {
  if (!Array.isArray(completions)) return "is no list of steps";
  const texts: string[] = [];
  for (const [i, each] of completions.entries()) {
    const messages = typeof each === "string" ? null : readMessages(Array.isArray(each) ? each : [each], []);
    if (typeof messages === "string") return `step ${i + 1} is no text, and ${messages}`;
    texts.push(messages === null ? String(each) : messages.map(({ text }) => text).join("\n"));
  }
  return texts.length === 0 ? "has no step" : texts;
}

/** True and false, and 1, 0 and -1 as whole numbers, are labels; other numbers are a value; null is no score at all. */
function scoresOf(label: unknown): NonNullable<ImportedTraceInput["traceSteps"][number]["scores"]> {
  if (typeof label === "boolean") return [{ scorer: SCORER, label: label ? "good" : "bad" }];
  const value = numberOf(label);
  if (value === null || !Number.isFinite(value)) return [];
  if (value === 1) return [{ scorer: SCORER, label: "good" }];
  if (value === 0 || value === -1) return [{ scorer: SCORER, label: "bad" }];
  return [{ scorer: SCORER, value }];
}

/**
 * Stepwise supervision data as TRL's PRM trainer takes it: prompt (text or messages), completions (one step each) and
 * labels (true or false for each step), as JSON lines or Parquet. Labels become scores of the scorer "Stepwise labels",
 * of kind judge, because the format does not say whether a person, a model or continuations gave them; null is a step
 * without a label. Steps are joined by a line end, as TRL joins them. Of other columns model or generator names the run
 * and dataset the data set; all are kept as `extra`. `line` counts rows in Parquet. The format cannot tell: the reference
 * answer, whether the final answer is right, tokens, finish reason.
 */
export const trlStepwise: TraceImporter = {
  format: "trl-stepwise",
  title: "TRL stepwise supervision",
  about: "Data sets of prompt, completions and labels for TRL's PRM trainer, as JSON lines or Parquet.",
  endings: [".jsonl", ".ndjson", ".parquet"],
  repeats: "duplicates",
  detect: (files) => sureness(files) * shareOf(files, isStepwise),
  parse,
};

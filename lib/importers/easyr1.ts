import { headObjects, shareOf } from "./detect";
import { type Generation, type GenerationRecord, generationsOf } from "./easyr1-generations";
import { type ExperimentLog, readExperimentLog } from "./easyr1-log";
import type { FileHead, ImportEvent, ImportFile, TraceImporter } from "./importer";
import { ResponseReader } from "./read-response";
import { recordKeyOf } from "./record-key";
import { inOrder, runOf } from "./train-log";
import { wireNumber } from "./values";

const isGenerations = (name: string) => name.toLowerCase().endsWith(".log");
const LOG_NAME = /(^|\/)experiment_log[^/]*\.jsonl$/i;

function isEasyR1(file: FileHead): boolean {
  if (isGenerations(file.name)) {
    const text = new TextDecoder().decode(file.head);
    return text.startsWith("[prompt] ") && text.includes("\n[output] ");
  }
  const [first] = headObjects(file);
  return LOG_NAME.test(file.name) && first !== undefined && "step" in first;
}

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  const reader = new ResponseReader();
  const folders = new Map<string, ImportFile[]>();
  for (const file of inOrder(files)) {
    const folder = file.name.split("/").slice(0, -1).join("/");
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  for (const inFolder of folders.values()) yield* folderEvents(inFolder, reader);
  yield* reader.notes();
}

/** A checkpoint folder holds one log and one file of generations. */
async function* folderEvents(
  files: readonly ImportFile[],
  reader: ResponseReader,
): AsyncGenerator<ImportEvent> {
  const log: ExperimentLog = { lines: 0, validations: [], firstTrained: null };
  for (const file of files) if (!isGenerations(file.name)) yield* readExperimentLog(file, log);
  for (const file of files) if (isGenerations(file.name)) yield* generationEvents(file, log, reader);
}

const isRead = (record: GenerationRecord): record is Generation => "prompt" in record;

/**
 * At which train step each generation was sampled. The file does not say; each validation logs the same prompts in the
 * same order, so where the prompts repeat exactly as often as the log names validations, the n-th round is the n-th of
 * them. Null where that does not hold.
 */
async function stepsOf(
  file: ImportFile,
  { validations }: ExperimentLog,
): Promise<((i: number) => number | null) | null> {
  const prompts: string[] = [];
  for await (const record of generationsOf(file)) {
    if (!isRead(record)) return null;
    prompts.push(await recordKeyOf(record.prompt, record.truth));
  }
  const round = prompts.length / validations.length;
  if (prompts.length === 0 || !Number.isInteger(round)) return null;
  if (prompts.some((prompt, i) => prompt !== prompts[i % round])) return null;
  return (i) => validations[Math.floor(i / round)] ?? null;
}

async function* generationEvents(
  file: ImportFile,
  log: ExperimentLog,
  reader: ResponseReader,
): AsyncGenerator<ImportEvent> {
  const stepOf = await stepsOf(file, log);
  let index = 0;
  for await (const record of generationsOf(file)) {
    yield { type: "row", file: file.name };
    if (!isRead(record)) {
      yield {
        type: "rejected",
        file: file.name,
        line: record.line,
        reason: record.refused,
        excerpt: record.excerpt,
      };
      continue;
    }
    const trainStep = stepOf?.(index) ?? null;
    index += 1;
    yield await traceEvent(file, record, trainStep, reader);
    if (stepOf === null && log.lines > 0)
      yield { type: "unjoined", file: file.name, line: record.line, reason: UNJOINED };
  }
  if (index > 0) yield joinNote(file, log, stepOf !== null);
}

const UNJOINED =
  "its train step is not known: the prompts do not repeat as often as experiment_log.jsonl names validations";

function joinNote(file: ImportFile, { lines, validations }: ExperimentLog, joined: boolean): ImportEvent {
  const text = joined
    ? `The generations of ${file.name} were joined with ${validations.length} validations of experiment_log.jsonl by their order: the same prompts come once in each.`
    : lines === 0
      ? `${file.name} does not say at which train step a response was sampled, and no experiment_log.jsonl was beside it: the train steps are unknown.`
      : `${file.name} could not be joined with experiment_log.jsonl: the train steps are unknown.`;
  return { type: "note", topic: "join", text };
}

async function traceEvent(
  file: ImportFile,
  { line, prompt, output, truth, score }: Generation,
  trainStep: number | null,
  reader: ResponseReader,
): Promise<ImportEvent> {
  return {
    type: "trace",
    trace: {
      ...reader.read(output),
      recordKey: await recordKeyOf(trainStep, prompt, output, truth, score === null ? null : String(score)),
      run: runOf(file, "EasyR1"),
      source: { file: file.name, line },
      origin: "evaluation",
      trainStep,
      prompt: { dataset: "EasyR1 validation", messages: [{ role: "user", content: prompt }], answer: truth },
      rewardTotal: wireNumber(score),
    },
  };
}

/**
 * EasyR1's file logger, in the folder of its checkpoints: `generations.log` (what `val_generations_to_log` samples of each
 * validation answered; prompt, output, ground truth and score between marks, nothing escaped: see easyr1-generations) and
 * `experiment_log.jsonl` (`{"step": n, nested metrics}`: no responses; it tells at which train steps validations were, see
 * easyr1-log). What cannot be split safely is refused with its line. A score is the reward of the validation, which need
 * not mean right or wrong. EasyR1 empties both files when it resumes: what was before is lost. The format cannot tell:
 * what was sampled to train, groups, advantages, tokens, finish reason, model, media.
 */
export const easyr1: TraceImporter = {
  format: "easyr1",
  title: "EasyR1 logs",
  about: "generations.log and experiment_log.jsonl that EasyR1's file logger writes beside its checkpoints.",
  endings: [".log", ".jsonl"],
  repeats: "samples",
  detect: (files) => 0.95 * shareOf(files, isEasyR1),
  parse,
};

import type { ImportedTraceInput } from "@/lib/contracts";
import { shareOf } from "./detect";
import type { FileHead, ImportEvent, ImportFile, TraceImporter } from "./importer";
import { excerptOf } from "./json-lines";
import { headColumns, openParquet, type ParquetRow, type ParquetTable } from "./parquet-rows";
import { ResponseReader } from "./read-response";
import { recordKeyOf } from "./record-key";
import {
  type GroupKey,
  inOrder,
  placeInTraining,
  Restarts,
  runOf,
  segmentRun,
  TrainGroups,
} from "./train-log";
import { type RowRewards, rewardColumns, Totals } from "./trl-rewards";
import { type Asked, addedReply, promptOf } from "./trl-text";
import { extraOf, textOf, wholeOf, wireNumber } from "./values";

const NAME = /(^|\/)completions_\d+\.parquet$/i;

function isCompletions(file: FileHead): boolean {
  const columns = headColumns(file);
  if (columns === null) return false;
  if (columns === "unseen") return NAME.test(file.name);
  return ["step", "prompt", "completion"].every((name) => columns.has(name));
}

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  const reader = new ResponseReader();
  const before = new Map<string, string>();
  for (const file of inOrder(files)) yield* fileEvents(file, reader, before);
  yield* reader.notes();
}

async function* fileEvents(
  file: ImportFile,
  reader: ResponseReader,
  before: Map<string, string>,
): AsyncGenerator<ImportEvent> {
  try {
    const table = await openParquet(file);
    const missing = ["step", "prompt", "completion"].filter(
      (name) => !table.columns.some((each) => each.name === name),
    );
    if (missing.length > 0)
      throw new Error(
        `it has no column ${missing.join(", ")}; TRL's log_completions writes step, prompt and completion`,
      );
    yield* tableEvents(file, table, reader, before);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    yield { type: "row", file: file.name };
    yield {
      type: "rejected",
      file: file.name,
      line: null,
      reason: `the file cannot be read as TRL's completions: ${said}`,
    };
  }
}

/** What a first pass over a file found. */
interface Overview {
  groups: TrainGroups;
  totals: Totals;
  /** Of all its rows but their train steps: the same where TRL logged one generation twice. */
  content: string;
}

async function* tableEvents(
  file: ImportFile,
  table: ParquetTable,
  reader: ResponseReader,
  before: Map<string, string>,
): AsyncGenerator<ImportEvent> {
  const overview = await overviewOf(file, table);
  const run = runOf(file, "TRL completions");
  const again = before.get(run) === overview.content;
  before.set(run, overview.content);
  const restarts = new Restarts();
  let rows = 0;
  for await (const row of table.rows()) {
    rows += 1;
    yield { type: "row", file: file.name };
    if (again) yield loggedAgain(file, row);
    else yield* rowEvents(file, row, overview, restarts, reader);
  }
  if (rows > 0 && !again) yield* overview.totals.notes(file.name);
}

function loggedAgain(file: ImportFile, { number, values }: ParquetRow): ImportEvent {
  return {
    type: "duplicate",
    file: file.name,
    line: number,
    reason:
      "all rows of this file are those of the file before: TRL logs its last generation again until it samples a new one",
    excerpt: excerptOf(textOf(values.completion) ?? ""),
  };
}

async function overviewOf(file: ImportFile, table: ParquetTable): Promise<Overview> {
  const totals = new Totals(rewardColumns(table.columns));
  const restarts = new Restarts();
  let content = "";
  for await (const { values } of table.rows()) {
    const rewards = totals.read(values);
    totals.add(keyOf(values, restarts), rewards);
    const { step, ...rest } = values;
    content = await recordKeyOf(content, extraOf(rest));
  }
  const groups = new TrainGroups(file.name);
  for (const [key, total] of totals.all()) groups.add(key, total);
  return { groups, totals, content };
}

function keyOf({ step, prompt }: Record<string, unknown>, restarts: Restarts): GroupKey {
  const known = wholeOf(step);
  return { segment: restarts.segmentOf(known), step: known, prompt: textOf(prompt) ?? "" };
}

async function* rowEvents(
  file: ImportFile,
  { number, values }: ParquetRow,
  overview: Overview,
  restarts: Restarts,
  reader: ResponseReader,
): AsyncGenerator<ImportEvent> {
  const key = keyOf(values, restarts);
  const rewards = overview.totals.read(values);
  // The place in the group is taken also by a row that is refused: the others keep theirs.
  const place = { ...placeInTraining(key.step), ...overview.groups.next(key) };
  const asked = promptOf(values.prompt);
  const reply = addedReply(values.completion, reader);
  const fault =
    typeof asked === "string"
      ? `prompt: ${asked}`
      : typeof reply === "string"
        ? `completion: ${reply}`
        : null;
  if (typeof asked === "string" || typeof reply === "string")
    yield { type: "rejected", file: file.name, line: number, reason: fault ?? "the row cannot be read" };
  else
    yield {
      type: "trace",
      trace: {
        ...reply,
        ...place,
        ...rewardFields(rewards, overview.totals.totalOf(rewards)),
        ...(await aboutRow(file, number, key, values, asked)),
      },
    };
}

function rewardFields({ parts, advantage }: RowRewards, total: number | null) {
  const known = parts.filter(({ value }) => value !== null);
  const scores: ImportedTraceInput["scores"] = known.flatMap(({ name, value }) =>
    value === null || !Number.isFinite(value)
      ? []
      : [{ scorer: { kind: "judge", name: name.slice(0, 200) }, value }],
  );
  return {
    rewardTotal: wireNumber(total),
    // TRL logs an advantage of 0 for a response that no reward function could score: it has none.
    groupAdvantage: known.length === 0 ? null : wireNumber(advantage),
    scores: scores.slice(0, 100),
  };
}

async function aboutRow(
  file: ImportFile,
  number: number,
  key: GroupKey,
  values: Record<string, unknown>,
  asked: Asked,
) {
  const { step, prompt, completion, advantage, advantages, ...rest } = values;
  const others = Object.entries(rest).filter(([name]) => !name.startsWith("__index_level_"));
  return {
    recordKey: await recordKeyOf(key.step, extraOf({ prompt, completion, ...rest, advantage })),
    run: segmentRun(runOf(file, "TRL completions"), key.segment),
    source: { file: file.name, line: number },
    prompt: { dataset: "TRL", messages: asked.messages, media: asked.media },
    extra: extraOf({ ...Object.fromEntries(others), ...(key.step === null ? { step } : {}) }),
  };
}

/**
 * TRL's `completions/completions_{step:05d}.parquet` (GRPO and RLOO with `log_completions`). Read: step (TRL's global_step
 * when it logged, which is the update that the responses were sampled for), prompt and completion (text, special tokens
 * of the prompt included, or messages), a column of floats for each reward function, advantage; what `log_extra` added is
 * kept as `extra`. A group is the rows of one file with the same step and prompt. A reward function that returned None
 * stands as null (pandas writes NaN so) and is unknown; a response that none of them scored has no reward and no
 * advantage, though TRL logs 0. The reward's weights are not logged: with several functions the total is their sum only
 * where the logged advantages agree with it, else unknown. A float column of `log_extra` cannot be told from a reward
 * function's. `line` counts rows. The format cannot tell: the reference answer, right or wrong, tokens, finish reason,
 * model, whether a row was sampled to evaluate, and with logging_steps above 1 all generations but the last.
 */
export const trlCompletions: TraceImporter = {
  format: "trl-completions",
  title: "TRL completions",
  about: "Parquet files that TRL's GRPO trainer writes with log_completions.",
  endings: [".parquet"],
  repeats: "samples",
  detect: (files) => 0.95 * shareOf(files, isCompletions),
  parse,
};

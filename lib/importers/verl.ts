import { z } from "zod";
import type { ImportedTraceInput } from "@/lib/contracts";
import { headHas, headObjects, shareOf } from "./detect";
import type { FileHead, ImportEvent, ImportFile, TraceImporter } from "./importer";
import { type JsonLine, jsonLines, refusedLine } from "./json-lines";
import { ResponseReader } from "./read-response";
import { recordKeyOf } from "./record-key";
import { firstIssue } from "./stepwell";
import {
  type GroupKey,
  inOrder,
  placeInTraining,
  Restarts,
  runOf,
  segmentRun,
  TrainGroups,
} from "./train-log";
import { extraOf, labelOf, numberOf, outcomeOf, textOf, wholeOf, wireNumber } from "./values";

const record = z.looseObject({
  input: z.string(),
  output: z.string(),
  score: z.unknown().optional(),
  step: z.unknown().optional(),
  gts: z.unknown().optional(),
});
type Rollout = z.infer<typeof record>;

/** Names of folders that hold what verl sampled to validate, not to train (`validation_data_dir`). */
const VALIDATION = /(^|\/)(val|valid|validation|eval|test)[^/]*\/[^/]*$/i;

function isRollouts(file: FileHead): boolean {
  const [first] = headObjects(file);
  if (!first) return headHas(file, "input", "output", "score", "step");
  return typeof first.input === "string" && typeof first.output === "string" && "score" in first;
}

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  const reader = new ResponseReader();
  let traces = 0;
  for (const file of inOrder(files))
    for await (const event of fileEvents(file, reader)) {
      if (event.type === "trace") traces += 1;
      yield event;
    }
  yield* reader.notes();
  if (traces > 0) yield* whatItCannotTell();
}

async function* fileEvents(file: ImportFile, reader: ResponseReader): AsyncGenerator<ImportEvent> {
  const groups = await groupsOf(file);
  const restarts = new Restarts();
  for await (const read of jsonLines(file)) {
    yield { type: "row", file: file.name };
    const parsed = record.safeParse(read.value);
    if (read.reason !== null) yield refusedLine(file, read.line, read.reason);
    else if (!parsed.success) yield refusedLine(file, read.line, firstIssue(parsed.error));
    else {
      const key = groupKey(parsed.data, restarts);
      yield { type: "trace", trace: await traceOf(file, read, parsed.data, key, groups, reader) };
    }
  }
  if (restarts.count > 0) yield restartNote(file, restarts.count);
}

const groupKey = ({ input, step }: Rollout, restarts: Restarts): GroupKey => {
  const known = wholeOf(step);
  return { segment: restarts.segmentOf(known), step: known, prompt: input };
};

async function groupsOf(file: ImportFile): Promise<TrainGroups> {
  const groups = new TrainGroups(file.name);
  const restarts = new Restarts();
  for await (const { value } of jsonLines(file)) {
    const parsed = record.safeParse(value);
    if (parsed.success) groups.add(groupKey(parsed.data, restarts), numberOf(parsed.data.score));
  }
  return groups;
}

async function traceOf(
  file: ImportFile,
  { line }: JsonLine,
  rollout: Rollout,
  key: GroupKey,
  groups: TrainGroups,
  reader: ResponseReader,
): Promise<ImportedTraceInput> {
  const { input, output, score, step, gts, acc, pred, data_source, ...rest } = rollout;
  const read = reader.read(output);
  const place = placeInTraining(key.step);
  const run = segmentRun(runOf(file, "verl rollouts"), key.segment);
  return {
    ...read,
    answer: typeof pred === "string" && pred.length <= 10_000 ? pred : read.answer,
    recordKey: await recordKeyOf(key.step, input, output, score),
    run,
    source: { file: file.name, line: line.number },
    ...place,
    origin: place.origin === "train" && VALIDATION.test(file.name) ? "evaluation" : place.origin,
    ...groups.next(key),
    prompt: {
      dataset: labelOf(data_source, "verl"),
      messages: [{ role: "user", content: input }],
      answer: textOf(gts),
    },
    outcome: outcomeOf(acc),
    rewardTotal: wireNumber(numberOf(score)),
    extra: extraOf({ acc, pred, ...(key.step === null ? { step } : {}), ...rest }),
  };
}

function restartNote(file: ImportFile, restarts: number): ImportEvent {
  const times = restarts === 1 ? "once" : `${restarts} times`;
  return {
    type: "note",
    topic: "trap",
    text: `The train steps of ${file.name} begin again ${times}, as after a resume: what follows is a segment of its own, a run beside the first.`,
  };
}

function* whatItCannotTell(): Generator<ImportEvent> {
  yield {
    type: "note",
    topic: "unknown",
    text: "verl logs no advantages, token counts or finish reasons, and no model: they are unknown. Whether an answer is right is known only where the reward function logged acc as true, false, 1 or 0; score is the reward before any KL penalty.",
  };
}

/**
 * verl's `rollout_data_dir` (and `validation_data_dir`): `{step}.jsonl`, a line a response, as `_dump_generations` of its
 * PPO trainer writes them. Read: input (the prompt as decoded, its roles flattened into the text), output, gts (the
 * reference), score (sum of the token-level scores), step (verl counts from 1; 0 is the validation before training), and
 * of the reward function's extras acc and pred; the others are kept as `extra`. A group is the lines of one file with the
 * same step and input, in any order, since verl balances its batches. The format cannot tell: advantages, tokens, finish
 * reason, model, media, and whether `acc` was computed where it is missing.
 */
export const verl: TraceImporter = {
  format: "verl",
  title: "verl rollouts",
  about: "Files {step}.jsonl of verl's rollout_data_dir or validation_data_dir.",
  endings: [".jsonl"],
  repeats: "samples",
  detect: (files) => 0.95 * shareOf(files, isRollouts),
  parse,
};

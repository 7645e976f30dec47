import type { z } from "zod";
import type { ImportEvent, ImportFile, ImportLine } from "../importer";
import { jsonLines, recordOf, refusedLine } from "../json-lines";
import { firstIssue } from "../stepwell";
import { type RewardRecord, type RolloutRecord, rewardRecord, rolloutRecord, scoredSteps } from "./records";
import { textHash } from "./text-hash";

/** Where a record stands, to read it again. */
export interface Place {
  file: ImportFile;
  line: number;
  start: number;
  end: number;
}

/** What is kept of a response while its continuations are looked for: no texts. */
export interface RewardEntry extends Place {
  globalStep: number;
  sample: number;
  /** A hash of the first 1, 2, … trace steps. */
  prefixes: number[];
  group: number;
  signs: RewardSigns;
}

/** Of a prefix and its continuations. */
export interface RolloutEntry extends Place {
  globalStep: number;
  sample: number;
  stepIndex: number;
  prefix: number;
  returned: number;
}

/** The numbers of a reward that tell how a training was set up. */
export type RewardSigns = Pick<
  RewardRecord["rewards"],
  "format_valid" | "acc_reward_raw" | "acc_reward" | "cot_reward_raw" | "cot_reward" | "step_bonus" | "r2"
>;

/** Both kinds of lines of a log, in the order of files and lines. */
export interface Scan {
  rewards: RewardEntry[];
  rollouts: RolloutEntry[];
  hasRewardFile: boolean;
}

/** A hash of a prefix: its steps, kept apart. */
const prefixHash = (steps: readonly string[]) => textHash(JSON.stringify(steps));

/** Those of one prompt share the problem (cut at 500 characters) and the reference answer: the log names no prompt. */
export const groupHash = ({ problem, ground_truth }: RewardRecord) =>
  textHash(JSON.stringify([problem, ground_truth ?? null]));

/**
 * The first reading: every line is checked and its place is kept, so that memory holds no texts. Yields what is to be
 * told of single lines; fills `scan`.
 */
export async function* scanLogs(files: readonly ImportFile[], scan: Scan): AsyncGenerator<ImportEvent> {
  const seen = new Map<number, Place[]>();
  for (const file of files)
    for await (const { line, value, reason } of jsonLines(file)) {
      yield { type: "row", file: file.name };
      if (reason !== null) yield refusedLine(file, line, reason);
      else if (await wasSeen(seen, file, line)) yield duplicateLine(file, line);
      else yield* takeRecord(scan, file, line, value);
    }
}

function duplicateLine(file: ImportFile, { number }: ImportLine): ImportEvent {
  const reason = "repeats an earlier line word for word, its time included: the same record is stored once";
  return { type: "duplicate", file: file.name, line: number, reason };
}

/** Whether this very line came before. Hashes may meet, so the lines themselves are compared. */
async function wasSeen(seen: Map<number, Place[]>, file: ImportFile, line: ImportLine): Promise<boolean> {
  const hash = textHash(line.text);
  const places = seen.get(hash) ?? [];
  for (const place of places) if ((await textAt(place)) === line.text) return true;
  seen.set(hash, [...places, placeOf(file, line)]);
  return false;
}

const placeOf = (file: ImportFile, { number, start, end }: ImportLine): Place => ({
  file,
  line: number,
  start,
  end,
});

/** The line at a place. */
export async function textAt({ file, start, end }: Place): Promise<string> {
  return new TextDecoder().decode(await file.read(start, end));
}

function* takeRecord(scan: Scan, file: ImportFile, line: ImportLine, value: unknown): Generator<ImportEvent> {
  const record = recordOf(value);
  if (record && "rewards" in record) {
    scan.hasRewardFile = true;
    yield* parsed(file, line, rewardRecord.safeParse(value), (reward) =>
      scan.rewards.push({ ...placeOf(file, line), ...rewardEntry(reward) }),
    );
  } else if (record && "prefix_steps" in record)
    yield* parsed(file, line, rolloutRecord.safeParse(value), (rollout) =>
      scan.rollouts.push({ ...placeOf(file, line), ...rolloutEntry(rollout) }),
    );
  else
    yield refusedLine(
      file,
      line,
      "this is neither a line of a rewards log (it has no `rewards`) nor of a rollouts log (no `prefix_steps`)",
    );
}

function* parsed<T>(
  file: ImportFile,
  line: ImportLine,
  result: z.ZodSafeParseResult<T>,
  take: (record: T) => void,
): Generator<ImportEvent> {
  if (result.success) take(result.data);
  else yield refusedLine(file, line, firstIssue(result.error));
}

function rewardEntry(record: RewardRecord) {
  const steps = scoredSteps(record.response);
  const { format_valid, acc_reward_raw, acc_reward, cot_reward_raw, cot_reward, step_bonus, r2 } =
    record.rewards;
  return {
    globalStep: record.global_step,
    sample: record.sample_idx,
    prefixes: steps.map((_, i) => prefixHash(steps.slice(0, i + 1))),
    group: groupHash(record),
    signs: { format_valid, acc_reward_raw, acc_reward, cot_reward_raw, cot_reward, step_bonus, r2 },
  };
}

function rolloutEntry(record: RolloutRecord) {
  return {
    globalStep: record.global_step,
    sample: record.sample_idx,
    stepIndex: record.step_idx,
    prefix: prefixHash(record.prefix_steps),
    returned: record.continuations.length,
  };
}

import { headHas, shareOf } from "./detect";
import type { FileHead } from "./importer";
import { extraOf } from "./values";

/** Endings of files of JSON records, as lines or as one array. */
export const RECORD_ENDINGS = [".jsonl", ".json", ".ndjson"] as const;

/** Below a format whose files say by themselves what they are. */
const SURE = 0.9;

/** How sure it is that files are of a data set whose records have all these keys. */
export function recordsHave(files: readonly FileHead[], ...keys: string[]): number {
  return SURE * shareOf(files, (file) => headHas(file, ...keys));
}

/** The fields of a record that nothing else holds, as `extra` keeps them; null where there are none. */
export function otherFields(
  record: Readonly<Record<string, unknown>>,
  held: readonly string[],
): Record<string, unknown> | null {
  return extraOf(Object.fromEntries(Object.entries(record).filter(([key]) => !held.includes(key))));
}

const LONGEST_ANSWER = 10_000;

/** A final answer without blanks at its ends; null where there is none, or so much text that it is none. */
export function answerOf(text: string | null | undefined): string | null {
  const answer = (text ?? "").trim();
  return answer === "" || answer.length > LONGEST_ANSWER ? null : answer;
}

/** The name of a file without its folder and ending. */
export function stemOf(fileName: string): string {
  return fileName.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
}

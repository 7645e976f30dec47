import type { FileHead } from "./importer";
import { parseJson, recordOf } from "./json-lines";

const MOST_LINES = 20;

/** The first whole lines of a file's head as text; the last one only where it ends within the head. */
export function headLines({ head, bytes }: FileHead): string[] {
  const text = new TextDecoder("utf-8").decode(head).replace(/^\uFEFF/, "");
  const lines = text.split("\n");
  if (head.length < bytes) lines.pop();
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, MOST_LINES);
}

/** JSON objects among the first lines of a file. A line longer than the head cannot be read: see `headHas`. */
export function headObjects(file: FileHead): Record<string, unknown>[] {
  return headLines(file).flatMap((line) => {
    try {
      const value = recordOf(parseJson(line));
      return value ? [value] : [];
    } catch {
      return [];
    }
  });
}

/** Whether the beginning of a file names all these keys, for a first line that is longer than the head. */
export function headHas({ head }: FileHead, ...keys: string[]): boolean {
  const text = new TextDecoder("utf-8").decode(head);
  return keys.every((key) => text.includes(`"${key}"`));
}

/** The share of the files of these names of which `fits` is true: what most `detect`s come to. */
export function shareOf(files: readonly FileHead[], fits: (file: FileHead) => boolean): number {
  return files.length === 0 ? 0 : files.filter(fits).length / files.length;
}

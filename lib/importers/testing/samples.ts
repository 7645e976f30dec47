import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../../../../shared/samples/", import.meta.url);

/**
 * A file of the sample sets that stand beside the repository, as text; null, with a message, where they do not. Tests on
 * them are then skipped.
 */
export function sampleText(path: string): string | null {
  const file = new URL(path, FOLDER);
  if (existsSync(file)) return readFileSync(file, "utf8");
  console.info(`Skipped: no sample data at ${fileURLToPath(file)}`);
  return null;
}

/** The texts of all JSON strings that `pattern` finds behind it, unread: with their escapes, without their quotes. */
export function rawStrings(json: string, pattern: string): string[] {
  const found = json.matchAll(new RegExp(`${pattern}"((?:[^"\\\\]|\\\\.)*)"`, "g"));
  return [...found].map(([, text = ""]) => text);
}

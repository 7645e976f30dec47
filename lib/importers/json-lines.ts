import type { ImportEvent, ImportFile, ImportLine } from "./importer";

const EXCERPT_CHARACTERS = 200;

/** A JSON line, read, or why it could not be. */
export type JsonLine =
  | { line: ImportLine; value: unknown; reason: null }
  | { line: ImportLine; value: null; reason: string };

/**
 * The lines of a file as JSON. Python writes NaN and the infinities bare, which is no JSON: they are read by their names
 * ("NaN", "Infinity", "-Infinity"), as `encodedNumber` has them, so that they are never 0.
 */
export async function* jsonLines(file: ImportFile): AsyncGenerator<JsonLine> {
  for await (const line of file.lines()) {
    if (line.fault !== null) yield { line, value: null, reason: line.fault };
    else yield readLine(line);
  }
}

function readLine(line: ImportLine): JsonLine {
  try {
    return { line, value: parseJson(line.text), reason: null };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { line, value: null, reason: `the line is not JSON: ${said.slice(0, 300)}` };
  }
}

/** A bare NaN or infinity, or a whole string, which is left as it is. */
const STRING_OR_BARE = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gs;
const BARE = /\b(?:NaN|Infinity)\b/;

/** JSON, with Python's bare NaN and infinities read by their names. Throws SyntaxError as JSON.parse does. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!BARE.test(text)) throw error;
    return JSON.parse(text.replace(STRING_OR_BARE, (found) => (found[0] === '"' ? found : `"${found}"`)));
  }
}

/** That a line was refused, and how it begins. */
export function refusedLine(file: ImportFile, line: ImportLine, reason: string): ImportEvent {
  return { type: "rejected", file: file.name, line: line.number, reason, excerpt: excerptOf(line.text) };
}

/** How a text begins: enough to find it again. */
export function excerptOf(text: string): string {
  return text.length <= EXCERPT_CHARACTERS ? text : `${text.slice(0, EXCERPT_CHARACTERS)}…`;
}

/** An object as JSON has them, or null. */
export function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

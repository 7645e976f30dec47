/**
 * Postgres stores neither U+0000 nor lone surrogates. A text that holds one is stored escaped and its row is flagged
 * (`text_escaped`): every backslash is doubled, and the code units it cannot hold are written as backslash-u and four
 * hex digits. All other texts are stored as they are, so the flag is needed to read an escaped text back.
 */
const LONE_SURROGATE = /[\ud800-\udfff]/u;
const ESCAPABLE = /[\\\ud800-\udfff]/gu;
const NUL = "\u0000";
const ESCAPED = /\\(?:\\|u([0-9a-f]{4}))/g;

/** Whether Postgres would refuse this text. */
export function isUnstorable(text: string): boolean {
  return text.includes(NUL) || LONE_SURROGATE.test(text);
}

function escapeUnit(unit: string): string {
  return unit === "\\" ? "\\\\" : `\\u${unit.charCodeAt(0).toString(16)}`;
}

/** The text as it is stored in a flagged row. */
export function escapeText(text: string): string {
  return text.replace(ESCAPABLE, escapeUnit).replaceAll(NUL, "\\u0000");
}

/** The text as it can be shown and stored where no flag tells how to read it back: escaped only if it must be. */
export function storableText(text: string): string {
  return isUnstorable(text) ? escapeText(text) : text;
}

/** The text that {@link escapeText} was given. */
export function unescapeText(stored: string): string {
  return stored.replace(ESCAPED, (_, hex: string | undefined) =>
    hex === undefined ? "\\" : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** True if any text in a JSON value, keys included, cannot be stored as it is. */
export function holdsUnstorable(value: unknown): boolean {
  if (typeof value === "string") return isUnstorable(value);
  if (Array.isArray(value)) return value.some(holdsUnstorable);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => isUnstorable(key) || holdsUnstorable(inner));
}

/** A copy of a JSON value with every text in it escaped, keys included. Its shape stays the same. */
export function escapeTexts<T>(value: T): T;
export function escapeTexts(value: unknown): unknown {
  if (typeof value === "string") return escapeText(value);
  if (Array.isArray(value)) return value.map((inner: unknown) => escapeTexts(inner));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [escapeText(key), escapeTexts<unknown>(inner)]),
  );
}

/** The JSON value that {@link escapeTexts} was given. */
export function unescapeTexts<T>(value: T): T;
export function unescapeTexts(value: unknown): unknown {
  if (typeof value === "string") return unescapeText(value);
  if (Array.isArray(value)) return value.map((inner: unknown) => unescapeTexts(inner));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [unescapeText(key), unescapeTexts<unknown>(inner)]),
  );
}

/**
 * Where code-point offsets of a text lie after escaping: spans of the raw text become spans of the stored one.
 * @returns a function from raw to stored offset; offsets past the end keep their distance from it
 */
export function escapedOffsets(text: string): (offset: number) => number {
  const starts = [0];
  for (const point of text) starts.push((starts.at(-1) ?? 0) + [...escapeText(point)].length);
  const last = starts.length - 1;
  return (offset) => starts[offset] ?? (starts[last] ?? 0) + (offset - last);
}

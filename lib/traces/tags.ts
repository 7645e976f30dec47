/** The six tags of the response grammar, exactly as written: lower case, no blanks inside the brackets. */
export const TAGS = ["<think>", "</think>", "<step>", "</step>", "<answer>", "</answer>"] as const;
export type Tag = (typeof TAGS)[number];

/** A tag found in a text; `start` and `end` are UTF-16 offsets, half-open. */
export type TagAt = { tag: Tag; start: number; end: number };

/**
 * The blanks of the grammar: Unicode white space as Python's `str.isspace` has it, spelled out, because `\s` means other
 * characters in JavaScript (a byte order mark is blank there, U+0085 is not) and both languages must agree.
 */
export const BLANKS =
  "\\t\\n\\v\\f\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const NON_BLANK = new RegExp(`[^${BLANKS}]`);
const TAG = /<\/?(?:think|step|answer)>/g;

/** Every tag of `text`, left to right. Linear in the length of the text. */
export function findTags(text: string): TagAt[] {
  const found: TagAt[] = [];
  for (const match of text.matchAll(TAG)) {
    found.push({ tag: match[0] as Tag, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** True where a text holds nothing but blanks of the grammar (the empty text included). */
export function isBlank(text: string): boolean {
  return !NON_BLANK.test(text);
}

/**
 * The text without blanks at its two ends.
 * A loop and not a regular expression: `[blanks]+$` takes quadratic time on a long run of blanks.
 */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charAt(start))) start += 1;
  while (end > start && isBlank(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Offset of the first character from `from` on that is no blank; the text's length where there is none. */
export function firstNonBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charAt(at))) at += 1;
  return at;
}

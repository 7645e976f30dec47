import { escapedOffsets, unescapeText } from "@/lib/domain/stored-text";

/** Reads the texts of one row back as they were written; texts of rows without the flag are as they were. */
export function reader(textEscaped: boolean): <T extends string | null>(text: T) => T | string {
  return (text) => (textEscaped && text !== null ? unescapeText(text) : text);
}

/**
 * Offsets of a stored response (code points) as offsets of the raw one. Spans are stored beside the stored text, so both
 * turn back together.
 */
export function rawOffsets(stored: string, textEscaped: boolean): (offset: number) => number {
  if (!textEscaped) return (offset) => offset;
  const raw = unescapeText(stored);
  const toStored = escapedOffsets(raw);
  const toRaw = new Map([...Array([...raw].length + 1).keys()].map((at) => [toStored(at), at]));
  return (offset) => toRaw.get(offset) ?? offset;
}

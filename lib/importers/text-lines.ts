import type { Span } from "@/lib/contracts";

/** A line of a text without blanks at its ends, and where that stands, in UTF-16 units. */
export interface TextLine extends Span {
  text: string;
}

/** The lines of a text that hold more than blanks. */
export function textLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const kept = line.trim();
    const start = at + line.length - line.trimStart().length;
    if (kept !== "") lines.push({ text: kept, start, end: start + kept.length });
    at += line.length + 1;
  }
  return lines;
}

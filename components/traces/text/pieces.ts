import { sliceCodePoints } from "@/lib/traces";

/** Half-open, in UTF-16 offsets of one text. */
export interface Range {
  start: number;
  end: number;
}

/** A part of a text with what is to be seen on it. */
export interface Piece extends Range {
  text: string;
  /** Which hit of the search it belongs to, from 0; null: none. */
  hit: number | null;
  /** It lies in the range that the address names. */
  inRange: boolean;
}

/** A page with more marks than this in one text would be slow; the count of hits goes on. */
export const MOST_MARKS = 500;
/** Shorter words would mark nearly everything. */
export const FEWEST_LETTERS = 2;

const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** Where a text holds some words, as they are typed, whatever their case; the first `most` places. */
export function findAll(text: string, wanted: string, most = Number.POSITIVE_INFINITY): Range[] {
  if (wanted.length < FEWEST_LETTERS) return [];
  const found: Range[] = [];
  for (const match of text.matchAll(new RegExp(wanted.replace(SYNTAX, "\\$&"), "giu"))) {
    if (found.length >= most) break;
    found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/**
 * The part of a text that lies in a range of the response.
 * @param from code point of the response at which the text begins
 * @param range half-open, in code points of the response
 */
export function rangeWithin(text: string, from: number, range: Range): Range | null {
  const start = sliceCodePoints(text, 0, Math.max(0, range.start - from)).length;
  const end = sliceCodePoints(text, 0, Math.max(0, range.end - from)).length;
  return start < end ? { start, end } : null;
}

/** A text cut where a mark begins or ends. Hits do not overlap and stand in order; the range may cross them. */
export function cutPieces(text: string, hits: readonly Range[], range: Range | null): Piece[] {
  const edges = new Set([0, text.length]);
  for (const { start, end } of range ? [...hits, range] : hits) {
    edges.add(Math.min(start, text.length));
    edges.add(Math.min(end, text.length));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  let next = 0;
  return sorted.slice(1).map((end, i) => {
    const start = sorted[i] ?? 0;
    while ((hits[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    const hit = hits[next];
    return {
      ...{ start, end, text: text.slice(start, end) },
      hit: hit && hit.start <= start ? next : null,
      inRange: range !== null && range.start <= start && end <= range.end,
    };
  });
}

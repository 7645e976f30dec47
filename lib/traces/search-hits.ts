import { codePointCounter } from "./code-points";
import { answers, type SearchTerm, type Word, wordsOf } from "./words";

/** UTF-16 units of text around a hit. */
const BEFORE = 28;
const AFTER = 120;

export interface Excerpt {
  excerpt: string;
  /** Code points of the excerpt, half-open. */
  marks: [number, number][];
}

const isHalf = (text: string, at: number) => {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
};

/** A place to cut at: never between the two units of one character. */
function cutAt(text: string, at: number): number {
  const inside = Math.max(0, Math.min(text.length, at));
  return inside > 0 && inside < text.length && isHalf(text, inside) ? inside - 1 : inside;
}

function excerptOf(text: string, hits: readonly Word[]): Excerpt {
  const [first, last] = [hits[0], hits.at(-1)];
  const at = first?.start ?? 0;
  const from = cutAt(text, at - BEFORE);
  const to = cutAt(text, Math.max(at + AFTER, last?.end ?? 0));
  const head = from > 0 ? "…" : "";
  const excerpt = `${head}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
  const points = codePointCounter(excerpt);
  const inExcerpt = (offset: number) => offset - from + head.length;
  return {
    excerpt,
    marks: hits.map(({ start, end }) => [points(inExcerpt(start)), points(inExcerpt(end))]),
  };
}

/**
 * Where a text holds words that are searched for: excerpts with their hits marked, in order, hits near to each other in
 * one. At most `most` of them; reading stops there.
 */
export function excerptsOf(text: string, terms: readonly SearchTerm[], most: number): Excerpt[] {
  const found: Excerpt[] = [];
  let near: Word[] = [];
  for (const word of wordsOf(text)) {
    if (!terms.some((term) => answers(word, term))) continue;
    const [first] = near;
    if (first && word.end > first.start + AFTER) {
      found.push(excerptOf(text, near));
      if (found.length === most) return found;
      near = [];
    }
    near.push(word);
  }
  if (near.length > 0) found.push(excerptOf(text, near));
  return found;
}

interface Part {
  text: string;
  /** Of the span that it is; null between spans. */
  index: number | null;
}

/** A text cut at spans (code points, half-open, in order, apart): each span, and what stands between them. */
export function cutAtSpans(
  text: string,
  spans: readonly { index: number; start: number; end: number }[],
): Part[] {
  const points = spans.length === 0 ? [] : [...text];
  const between = (start: number, end?: number) => points.slice(start, end).join("");
  const parts: Part[] = [];
  let at = 0;
  for (const { index, start, end } of spans) {
    parts.push({ text: between(at, start), index: null }, { text: between(start, end), index });
    at = end;
  }
  parts.push({ text: spans.length === 0 ? text : between(at), index: null });
  return parts.filter((part) => part.text !== "");
}

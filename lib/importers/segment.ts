import type { Span } from "@/lib/contracts";
import { codePointCounter, findTags, isBlank, parseResponse, trimBlanks } from "@/lib/traces";

/** A response as it is stored, and where its trace steps stand in it, in code points. */
export interface Segmented {
  response: string;
  spans: Span[];
}

/** Steps that a source holds one by one, as one response: joined by `separator`, each where it came to stand. */
export function stepsFromParts(parts: readonly string[], separator = "\n\n"): Segmented {
  const response = parts.join(separator);
  const ranges: Span[] = [];
  let at = 0;
  for (const part of parts) {
    ranges.push({ start: at, end: at + part.length });
    at += part.length + separator.length;
  }
  return { response, spans: inCodePoints(response, ranges) };
}

/** UTF-16 ranges, in rising order and apart, in code points. */
export function inCodePoints(text: string, ranges: readonly Span[]): Span[] {
  const toPoint = codePointCounter(text);
  return ranges.map(({ start, end }) => ({ start: toPoint(start), end: toPoint(end) }));
}

/** What a response of step tags holds. */
export interface TaggedSteps {
  /** As lib/traces has them; null: it is of the grammar. */
  invalidReason: string | null;
  spans: Span[];
  /** Null where the response is invalid, as the grammar has it. */
  answer: string | null;
}

/**
 * The trace steps of a tagged response. Of one that is not of the grammar those that can be seen are given all the same,
 * for people to read; the reason says that it earned nothing.
 */
export function taggedSteps(response: string): TaggedSteps {
  const { reason, steps, answer } = parseResponse(response);
  const spans = reason === null ? steps.map(({ start, end }) => ({ start, end })) : visibleSteps(response);
  return { invalidReason: reason, spans, answer };
}

/** What stands between `<step>` and the next tag, whichever it is. */
function visibleSteps(response: string): Span[] {
  const tags = findTags(response);
  const ranges: Span[] = [];
  tags.forEach(({ tag, end }, i) => {
    const stop = tags[i + 1]?.start ?? response.length;
    if (tag === "<step>" && !isBlank(response.slice(end, stop))) ranges.push({ start: end, end: stop });
  });
  return inCodePoints(response, ranges);
}

/** How a text was cut into trace steps; said in the report, since nobody wrote them as steps. */
export type Cut = "tags" | "paragraphs" | "lines" | "whole";

/**
 * Trace steps of a response that may have none: its step tags, else its paragraphs, else its lines, else the whole of it.
 * What stands before `</think>` is cut where there is such a part; the answer behind it is no step.
 */
export function segmentResponse(response: string): TaggedSteps & { cut: Cut } {
  if (response.includes("<step>")) return { ...taggedSteps(response), cut: "tags" };
  const body = thoughtOf(response);
  const none = { invalidReason: null, answer: finalAnswer(response) };
  for (const [cut, between] of CUTS) {
    const ranges = piecesOf(response, body, between);
    if (ranges.length > 1) return { ...none, spans: inCodePoints(response, ranges), cut };
  }
  return { ...none, spans: inCodePoints(response, piecesOf(response, body, NOWHERE)), cut: "whole" };
}

const CUTS = [
  ["paragraphs", /\r?\n[ \t]*\r?\n\s*/g],
  ["lines", /\r?\n/g],
] as const;
const NOWHERE = /(?!)/g;

function thoughtOf(response: string): Span {
  const opened = response.indexOf("<think>");
  const start = opened === -1 ? 0 : opened + "<think>".length;
  const closed = response.indexOf("</think>", start);
  return { start, end: closed === -1 ? response.length : closed };
}

/** The pieces of `text` within `body` that are no blanks, without the blanks at their ends. */
function piecesOf(text: string, body: Span, between: RegExp): Span[] {
  const pieces: Span[] = [];
  const inner = text.slice(body.start, body.end);
  let from = 0;
  const add = (to: number) => {
    const piece = inner.slice(from, to);
    const kept = trimBlanks(piece);
    const start = body.start + from + piece.indexOf(kept);
    if (kept !== "") pieces.push({ start, end: start + kept.length });
  };
  for (const match of inner.matchAll(between)) {
    add(match.index);
    from = match.index + match[0].length;
  }
  add(inner.length);
  return pieces;
}

/** The last `<answer>`, else the last `\boxed{…}`, else what follows the last `####`; null where there is none. */
export function finalAnswer(text: string): string | null {
  const found = lastAnswer(text) ?? lastBoxed(text) ?? lastMarked(text);
  const answer = found === null ? "" : trimBlanks(found);
  return answer === "" || answer.length > LONGEST_ANSWER ? null : answer;
}

const LONGEST_ANSWER = 10_000;

function lastAnswer(text: string): string | null {
  const start = text.lastIndexOf("<answer>");
  const end = start === -1 ? -1 : text.indexOf("</answer>", start);
  return end === -1 ? null : text.slice(start + "<answer>".length, end);
}

function lastBoxed(text: string): string | null {
  const mark = "\\boxed{";
  const at = text.lastIndexOf(mark);
  if (at === -1) return null;
  const start = at + mark.length;
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    if (text[i] === "{") depth += 1;
    else if (text[i] === "}") depth -= 1;
    if (depth === 0) return text.slice(start, i);
  }
  return null;
}

function lastMarked(text: string): string | null {
  const at = text.lastIndexOf("####");
  return at === -1 ? null : (text.slice(at + 4).split("\n")[0] ?? null);
}

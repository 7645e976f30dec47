import { codePointCounter } from "./code-points";
import { findTags, isBlank, TAGS } from "./tags";

/** A half-open span in code points of the raw response. */
interface Span {
  start: number;
  end: number;
}

/** One thing that a reader meets in a response, in the order of the text. */
export type ResponseBlock =
  | ({ kind: "step"; index: number } & Span)
  /** The body of an answer tag. */
  | ({ kind: "answer" } & Span)
  /** Text that no trace step holds: before, between or after them. */
  | ({ kind: "outside" } & Span);

const ANY_TAG = new RegExp(TAGS.join("|"), "g");

/** Where the text of a gap begins and ends once blanks and tags at both ends are left out; null if nothing is left. */
function trimmed(gap: string): { from: number; to: number } | null {
  if (isBlank(gap.replace(ANY_TAG, " "))) return null;
  const tags = findTags(gap);
  const byStart = new Map(tags.map((tag) => [tag.start, tag]));
  const byEnd = new Map(tags.map((tag) => [tag.end, tag]));
  let from = 0;
  let to = gap.length;
  for (;;) {
    const tag = byStart.get(from);
    if (tag) from = tag.end;
    else if (isBlank(gap.charAt(from))) from += 1;
    else break;
  }
  for (;;) {
    const tag = byEnd.get(to);
    if (tag) to = tag.start;
    else if (isBlank(gap.charAt(to - 1))) to -= 1;
    else break;
  }
  return { from, to };
}

/** The body of the only answer tag of a gap in which nothing else stands, in UTF-16 offsets of the gap. */
function onlyAnswer(gap: string): { from: number; to: number } | null {
  const tags = findTags(gap);
  const opening = tags.findIndex((tag) => tag.tag === "<answer>");
  const [open, close] = [tags[opening], tags[opening + 1]];
  if (!open || close?.tag !== "</answer>") return null;
  const around = `${gap.slice(0, open.start)} ${gap.slice(close.end)}`;
  return isBlank(around.replace(ANY_TAG, " ")) ? { from: open.end, to: close.start } : null;
}

/**
 * A response as blocks in the order of its text: its trace steps, and everything that no step holds but tags and
 * blanks, so that nothing a model wrote is left out. Steps may overlap or be empty; where they overlap, both are there.
 * @param steps spans in code points of `response`, numbered from 1
 */
export function layoutResponse(
  response: string,
  steps: readonly ({ index: number } & Span)[],
): ResponseBlock[] {
  const points = [...response];
  const blocks: ResponseBlock[] = [];
  let at = 0;
  const addGap = (end: number) => {
    if (end <= at) return;
    const gap = points.slice(at, end).join("");
    const answer = onlyAnswer(gap);
    const found = answer ?? trimmed(gap);
    if (found === null) return;
    const toPoint = codePointCounter(gap);
    const start = at + toPoint(found.from);
    blocks.push({ kind: answer ? "answer" : "outside", start, end: at + toPoint(found.to) });
  };
  for (const step of steps.toSorted((a, b) => a.start - b.start || a.index - b.index)) {
    addGap(step.start);
    blocks.push({ kind: "step", index: step.index, start: step.start, end: step.end });
    at = Math.max(at, step.end);
  }
  addGap(points.length);
  return blocks;
}

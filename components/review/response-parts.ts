import type { LabelView } from "@/lib/contracts";
import { TAGS } from "@/lib/traces";

/** A response cut where its trace steps begin and end: nothing of it is left out. */
export interface ResponsePart {
  /** i of the trace step; null: what stands outside of the steps. */
  traceStep: number | null;
  text: string;
  /** Code point of the response at which it begins. */
  from: number;
}

/** Text between steps that says something: more than tags and blanks. */
function saysSomething(text: string): boolean {
  return TAGS.reduce((rest, tag) => rest.replaceAll(tag, ""), text).trim() !== "";
}

/** Tags that only say where a step is: the page shows that itself. */
const STRUCTURE = /^(?:\s*<\/?(?:step|think)>)+|(?:<\/?(?:step|think)>\s*)+$/g;

/** Text outside of the steps without the tags of the steps beside it. */
export function withoutStructure(text: string): string {
  return text.replace(STRUCTURE, "").trim();
}

/** The trace steps with what stands before, between and after them; there, lone tags and blanks are left out. */
export function responseParts({
  response,
  traceSteps,
}: Pick<LabelView, "response" | "traceSteps">): ResponsePart[] {
  const parts: ResponsePart[] = [];
  // Cut up once: a response of many steps would be walked from its start for each.
  const points = [...response];
  const slice = (from: number, to: number) => points.slice(from, to).join("");
  let end = 0;
  const outside = (to: number) => {
    const text = slice(end, to);
    if (to > end && saysSomething(text)) parts.push({ traceStep: null, text, from: end });
  };
  for (const { index, text } of [...traceSteps].sort((a, b) => a.text.start - b.text.start)) {
    outside(text.start);
    parts.push({ traceStep: index, text: slice(text.start, text.end), from: text.start });
    end = Math.max(end, text.end);
  }
  outside(points.length);
  return parts;
}

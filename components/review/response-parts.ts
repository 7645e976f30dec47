import type { LabelView } from "@/lib/contracts";
import { layoutResponse } from "@/lib/traces/layout";

/** A response cut where its trace steps begin and end: nothing of it is left out but tags and blanks. */
export interface ResponsePart {
  /** i of the trace step; null: what stands outside of the steps. */
  traceStep: number | null;
  /** The body of the answer tag, where nothing else stands outside with it. */
  isAnswer: boolean;
  text: string;
  /** Code point of the response at which it begins. */
  from: number;
}

/** The trace steps with what stands before, between and after them, in the order of the text. */
export function responseParts({
  response,
  traceSteps,
}: Pick<LabelView, "response" | "traceSteps">): ResponsePart[] {
  // Cut up once: a response of many steps would be walked from its start for each.
  const points = [...response];
  const steps = traceSteps.map(({ index, text }) => ({ index, ...text }));
  return layoutResponse(response, steps).map((block) => ({
    traceStep: block.kind === "step" ? block.index : null,
    isAnswer: block.kind === "answer",
    text: points.slice(block.start, block.end).join(""),
    from: block.start,
  }));
}

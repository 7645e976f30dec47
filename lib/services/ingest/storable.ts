import type { Span, TraceEvent } from "@/lib/contracts";
import { escapedOffsets, escapeTexts, holdsUnstorable } from "@/lib/domain/stored-text";

/** An event as it can be stored, and whether its texts had to be escaped for it. */
export interface Storable<E> {
  event: E;
  textEscaped: boolean;
}

/** Escapes all texts of an event if Postgres would refuse any of them: one flag then tells how to read them back. */
export function storable<E>(event: E): Storable<E> {
  return holdsUnstorable(event)
    ? { event: escapeTexts(event), textEscaped: true }
    : { event, textEscaped: false };
}

/** As {@link storable}; spans are moved with the text, since they count code points of the stored response. */
export function storableTrace(event: TraceEvent): Storable<TraceEvent> {
  const stored = storable(event);
  if (!stored.textEscaped) return stored;
  const offset = escapedOffsets(event.trace.response);
  const moved = ({ start, end }: Span): Span => ({ start: offset(start), end: offset(end) });
  const traceSteps = stored.event.trace.traceSteps.map((step) => ({ ...step, text: moved(step.text) }));
  const scores = stored.event.trace.tokenScores;
  const tokenScores = scores && { ...scores, ends: scores.ends.map(offset) };
  return { ...stored, event: { ...stored.event, trace: { ...stored.event.trace, traceSteps, tokenScores } } };
}

/**
 * A place in a trace as it stands behind `#` in an address. Trace steps and continuations count from 1; ranges are
 * half-open, in code points of the raw response, so they mean the same wherever the response is stored.
 */
export type TraceAnchor =
  | { kind: "step"; step: number }
  | { kind: "continuation"; step: number; continuation: number }
  | { kind: "range"; start: number; end: number };

const STEP = /^s([1-9]\d{0,5})(?:\.c([1-9]\d{0,5}))?$/;
const RANGE = /^x(\d{1,9})-(\d{1,9})$/;

/** The place that a hash names, with or without its `#`; null where it names none. */
export function parseAnchor(hash: string): TraceAnchor | null {
  const text = hash.replace(/^#/, "");
  const [, step, continuation] = STEP.exec(text) ?? [];
  if (step !== undefined)
    return continuation === undefined
      ? { kind: "step", step: Number(step) }
      : { kind: "continuation", step: Number(step), continuation: Number(continuation) };
  const [, start, end] = RANGE.exec(text) ?? [];
  if (start === undefined || end === undefined || Number(start) >= Number(end)) return null;
  return { kind: "range", start: Number(start), end: Number(end) };
}

/** The hash of a place without `#`: also the `id` of the element that shows a step or a continuation. */
export function anchorText(anchor: TraceAnchor): string {
  if (anchor.kind === "step") return `s${anchor.step}`;
  if (anchor.kind === "continuation") return `s${anchor.step}.c${anchor.continuation}`;
  return `x${anchor.start}-${anchor.end}`;
}

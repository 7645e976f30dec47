import { visibleText } from "@/components/traces/text/visible-text";
import type { SearchHit } from "@/lib/contracts";
import { sliceCodePoints } from "@/lib/traces";

export interface Piece {
  text: string;
  isMarked: boolean;
  /** Where it starts, in code points. */
  at: number;
}

/** A text cut at its marks (half-open, in code points); marks that overlap or lie outside do no harm. */
export function piecesOf(text: string, marks: SearchHit["marks"]): Piece[] {
  const length = Array.from(text).length;
  const pieces: Piece[] = [];
  let at = 0;
  const push = (end: number, isMarked: boolean) => {
    if (end > at) pieces.push({ text: sliceCodePoints(text, at, end), isMarked, at });
    at = Math.max(at, end);
  };
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0])) {
    push(Math.min(start, length), false);
    push(Math.min(end, length), true);
  }
  push(length, false);
  return pieces;
}

/** Somebody's text with the found words marked; never markup of its own. */
export function Marked({ hit }: { hit: SearchHit }) {
  return (
    <bdi>
      {piecesOf(hit.excerpt, hit.marks).map(({ text, isMarked, at }) =>
        isMarked ? (
          <mark key={at} className="rounded-xs bg-warn/30 text-ink">
            {visibleText(text)}
          </mark>
        ) : (
          visibleText(text)
        ),
      )}
    </bdi>
  );
}

/** Where a search was found, in words. */
export function hitPlace({ where, traceStep, continuation }: SearchHit): string {
  if (where === "prompt") return "prompt";
  if (where === "continuation") return `step ${traceStep ?? "?"}, continuation ${(continuation ?? 0) + 1}`;
  return traceStep === null ? "response" : `step ${traceStep}`;
}

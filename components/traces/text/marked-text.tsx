import { cx } from "@/components/ui/cx";
import type { Piece, Range } from "./pieces";
import { cutPieces } from "./pieces";
import { visibleText } from "./visible-text";

/** Called when a mark appears or becomes the current one: once for each, so the page moves only then. */
function bringIntoView(mark: HTMLElement | null): void {
  mark?.scrollIntoView({ block: "center" });
}

interface Props {
  text: string;
  hits: readonly Range[];
  range: Range | null;
  /** Which hit the reader is at. */
  current: number | null;
  isQuiet: boolean;
}

/** A text with its marks, as text only. */
export function MarkedText({ text, hits, range, current, isQuiet }: Props) {
  if (hits.length === 0 && range === null) return visibleText(text);
  const pieces = cutPieces(text, hits, range);
  const first = pieces.find((piece) => piece.inRange)?.start;
  return pieces.map((piece) => (
    <Part
      key={piece.start}
      piece={piece}
      isCurrent={piece.hit !== null && piece.hit === current}
      isFirst={!isQuiet && piece.start === first}
    />
  ));
}

function Part({ piece, isCurrent, isFirst }: { piece: Piece; isCurrent: boolean; isFirst: boolean }) {
  const { text, hit, inRange } = piece;
  if (hit === null && !inRange) return visibleText(text);
  return (
    <mark
      ref={isCurrent || isFirst ? bringIntoView : undefined}
      data-mark={hit === null ? "range" : "hit"}
      aria-current={isCurrent ? "true" : undefined}
      className={cx(
        "rounded-xs text-ink",
        hit === null ? "bg-accent/15" : "bg-warn/30",
        inRange && "underline decoration-2 decoration-accent underline-offset-2",
        isCurrent && "outline-2 outline-warn",
      )}
    >
      {visibleText(text)}
    </mark>
  );
}

import { ChevronLeft, ChevronRight } from "lucide-react";
import { formatCount, plural } from "@/lib/format/number";
import { Button } from "./button";

interface Props {
  offset: number;
  size: number;
  total: number;
  noun: string;
  onOffset: (offset: number | null) => void;
}

/** Which part of a long list is in sight, and the way to the next; hidden where all fits. */
export function Pager({ offset, size, total, noun, onOffset }: Props) {
  if (total <= size && offset === 0) {
    return <p className="px-4 py-2 text-ink-3 text-xs">{plural(total, noun)}</p>;
  }
  const last = Math.min(offset + size, total);
  return (
    <nav
      aria-label="Pages of the list"
      className="no-print flex items-center gap-2 px-4 py-2 text-ink-3 text-xs"
    >
      <span>
        {formatCount(Math.min(offset + 1, total))}–{formatCount(last)} of {plural(total, noun)}
      </span>
      <Button
        size="icon"
        aria-label="Previous"
        disabled={offset === 0}
        onClick={() => onOffset(Math.max(0, offset - size) || null)}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <Button size="icon" aria-label="Next" disabled={last >= total} onClick={() => onOffset(offset + size)}>
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  );
}

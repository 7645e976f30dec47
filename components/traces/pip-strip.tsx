import type { TraceRow } from "@/lib/contracts";
import { Pips } from "./pips";

const MOST_STEPS = 12;

/** All trace steps' pips in a line. */
export function PipStrip({ row }: { row: Pick<TraceRow, "steps" | "invalidReason"> }) {
  if (row.invalidReason !== null) return <span className="text-ink-3 text-xs">not scored</span>;
  return (
    <span className="inline-flex items-center gap-2">
      {row.steps
        .slice(0, MOST_STEPS)
        .map((counts, i) => ({ counts, key: `s${i + 1}` }))
        .map(({ counts, key }) => (
          <Pips key={key} counts={counts} size="sm" />
        ))}
      {row.steps.length > MOST_STEPS ? (
        <span className="text-ink-3 text-xs">+{row.steps.length - MOST_STEPS}</span>
      ) : null}
    </span>
  );
}

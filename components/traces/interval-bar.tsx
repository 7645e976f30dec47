import { formatShare } from "@/lib/format/number";
import { countsInWords } from "./pips";
import type { SolvabilityView } from "./prepare-trace";

/** c_i on 0..1 with Wilson's interval as a whisker and tau as a tick. */
export function IntervalBar({ view, tau }: { view: SolvabilityView; tau: number | null }) {
  if (view.c === null || view.lo === null || view.hi === null) return null;
  const title = `c = ${formatShare(view.c)}, Wilson 95% ${formatShare(view.lo)} to ${formatShare(view.hi)} (${countsInWords(view)})`;
  return (
    <span
      role="img"
      aria-label={title}
      title={title}
      className="relative block h-3 w-24 rounded-sm bg-sunken"
    >
      <span
        className="absolute top-1/2 h-px -translate-y-1/2 bg-ink-2"
        style={{ left: `${view.lo * 100}%`, width: `${(view.hi - view.lo) * 100}%` }}
      />
      <span
        className="absolute top-1/2 size-2 -translate-x-1/2 -translate-y-1/2 rounded-full border border-surface bg-accent"
        style={{ left: `${view.c * 100}%` }}
      />
      {tau === null ? null : (
        <span className="absolute inset-y-0 w-px bg-warn" style={{ left: `${tau * 100}%` }} />
      )}
    </span>
  );
}

import type { Tone } from "./badge";
import { cx } from "./cx";

export interface BarPart {
  key: string;
  label: string;
  count: number;
  tone: Tone;
  /** Drawn with stripes: at work rather than done. */
  active?: boolean;
}

const FILLS: Record<Tone, string> = {
  ok: "bg-ok",
  info: "bg-info",
  warn: "bg-warn",
  bad: "bg-bad",
  neutral: "bg-ink/18",
  muted: "bg-ink/40",
};

/** How a whole divides, as a bar with its counts in words below: the bar alone says nothing to a reader. */
export function SegmentedBar({ parts, className }: { parts: readonly BarPart[]; className?: string }) {
  const shown = parts.filter((p) => p.count > 0);
  return (
    <div className={cx("min-w-32", className)}>
      <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full bg-ink/6">
        {shown.map((p) => (
          <span
            key={p.key}
            className={cx(FILLS[p.tone], p.active && "animate-pulse")}
            style={{ flexGrow: p.count }}
          />
        ))}
      </div>
      <p className="mt-1 text-2xs text-ink-3">
        {shown.map((p) => `${p.count} ${p.label}`).join(", ") || "nothing"}
      </p>
    </div>
  );
}

/** How far along something is. Units: `value` of `max`, in `unit`. */
export function ProgressBar({ value, max, label }: { value: number; max: number; label: string }) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      className="h-1 w-full overflow-hidden rounded-full bg-ink/8"
    >
      <div className="h-full bg-info transition-[width]" style={{ width: `${share * 100}%` }} />
    </div>
  );
}

import type { ReactNode } from "react";
import { cx } from "./cx";

export type Tone = "neutral" | "info" | "ok" | "warn" | "bad" | "muted";

const TONES: Record<Tone, string> = {
  neutral: "text-ink-2 bg-ink/6",
  info: "text-info bg-info/10",
  ok: "text-ok bg-ok/10",
  warn: "text-warn bg-warn/12",
  bad: "text-bad bg-bad/10",
  muted: "text-ink-3 border border-line",
};

/** A short word on a tinted ground. The word carries the meaning, the tint only helps to find it. */
export function Badge({
  tone = "neutral",
  title,
  className,
  children,
}: {
  tone?: Tone;
  title?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded px-1.5 font-medium text-2xs [&_svg]:size-3",
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

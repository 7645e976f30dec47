"use client";

import { useNow } from "@/components/ui/use-now";
import type { QueuedJob } from "@/lib/contracts";
import { exactTime, formatDuration } from "@/lib/format/time";

/** "in about 4 min", with the exact moment (UTC) on hover; `late` is what stands where the moment has passed. */
export function ExpectedMoment({ at, late, unknown }: { at: string | null; late: string; unknown: string }) {
  const now = useNow();
  if (at === null) return <span className="text-ink-3">{unknown}</span>;
  const left = Date.parse(at) - now;
  return (
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap" suppressHydrationWarning>
      {left < 1000 ? late : `in ≈ ${formatDuration(left)}`}
    </time>
  );
}

/** How long a job is expected to run. What no earlier job tells is marked as assumed. */
export function ExpectedLength({ estimate }: { estimate: QueuedJob["estimate"] }) {
  const assumed = estimate.source === "assumed";
  return (
    <span
      className="whitespace-nowrap"
      title={
        assumed
          ? "Assumed: no job of this kind and size has ended on this server yet."
          : "From jobs of this kind that have ended on this server."
      }
    >
      ≈ {formatDuration(estimate.seconds * 1000)}
      {assumed ? <span className="ml-1 text-ink-3 text-xs">assumed</span> : null}
    </span>
  );
}

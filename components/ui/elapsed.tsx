"use client";

import { formatDuration } from "@/lib/format/time";
import { useNow } from "./use-now";

/** How long something took, or has taken so far while `end` is null. Times are ISO 8601. */
export function Elapsed({ start, end }: { start: string | null; end: string | null }) {
  const now = useNow();
  if (!start) return <span className="text-ink-3">–</span>;
  const ms = Math.max(0, (end ? Date.parse(end) : now) - Date.parse(start));
  return (
    <span className="whitespace-nowrap" suppressHydrationWarning>
      {formatDuration(ms)}
    </span>
  );
}

"use client";

import { exactTime, relativeTime } from "@/lib/format/time";
import { useNow } from "./use-now";

/** "5 min ago", with the exact moment (UTC) on hover. `at`: ISO 8601. */
export function RelativeTime({ at, empty = "–" }: { at: string | null | undefined; empty?: string }) {
  const now = useNow();
  if (!at) return <span className="text-ink-3">{empty}</span>;
  return (
    // Server and browser may straddle a tick: both texts are true, so the difference is not an error.
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap" suppressHydrationWarning>
      {relativeTime(Date.parse(at), now)}
    </time>
  );
}

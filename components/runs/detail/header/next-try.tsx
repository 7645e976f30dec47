"use client";

import { TimerReset } from "lucide-react";
import { useNow } from "@/components/ui/use-now";
import type { RunDetail } from "@/lib/contracts";
import { exactTime, formatDuration } from "@/lib/format/time";

/** How long until the next try after a crash. */
export function NextTry({ retry: { nextTryAt, used, limit } }: Pick<RunDetail, "retry">) {
  const now = useNow();
  if (nextTryAt === null) return null;
  const left = Date.parse(nextTryAt) - now;
  const when =
    left > 0 ? `in ${formatDuration(Math.ceil(left / 1000) * 1000)}` : "as soon as a host has a place";
  return (
    <p
      role="status"
      className="mb-2 flex items-center gap-1.5 text-warn text-xs"
      title={exactTime(nextTryAt)}
    >
      <TimerReset aria-hidden className="size-3.5" />
      <span suppressHydrationWarning>
        Next try {when} ({used} of {limit} since its last progress)
      </span>
    </p>
  );
}

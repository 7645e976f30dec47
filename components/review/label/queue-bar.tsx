"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { QueueItem } from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";
import { neighbour } from "./use-queue";

const MARKS = { done: "done", skipped: "skipped", "to-do": "to do" } as const;
/** More than these in one list nobody looks through; the arrows reach the others. */
const LISTED = 500;

interface Props {
  items: readonly QueueItem[];
  trace: string;
  onGo: (trace: string) => void;
}

function listed(items: readonly QueueItem[], here: number): readonly QueueItem[] {
  const from = Math.max(0, Math.min(here - LISTED / 2, items.length - LISTED));
  return items.slice(from, from + LISTED);
}

/** Where in the queue the rater is, and the way to any other trace of it. */
export function QueueBar({ items, trace, onGo }: Props) {
  const here = items.findIndex(({ traceId }) => traceId === trace);
  const left = items.filter(({ status }) => status === "to-do").length;
  const go = (to: string | null) => {
    if (to !== null) onGo(to);
  };
  const [before, after] = [neighbour(items, trace, -1), neighbour(items, trace, 1)];
  const around = listed(items, here);
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <Button size="icon" aria-label="Trace before" disabled={before === null} onClick={() => go(before)}>
        <ChevronLeft aria-hidden />
      </Button>
      <Select
        aria-label="Trace"
        value={trace}
        className="w-48"
        options={around.map((item) => ({
          value: item.traceId,
          label: `Trace ${items.indexOf(item) + 1}: ${MARKS[item.status]}`,
        }))}
        onValueChange={go}
      />
      <Button size="icon" aria-label="Next trace" disabled={after === null} onClick={() => go(after)}>
        <ChevronRight aria-hidden />
      </Button>
      <span className="text-ink-3 text-xs">
        {formatCount(here + 1)} of {formatCount(items.length)}, {formatCount(left)} to do
      </span>
    </div>
  );
}

"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDownToLine } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useNotify } from "@/components/ui/toast";
import type { RunLogLine } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { LogRow } from "./log-row";

interface Props {
  runId: string;
  lines: readonly RunLogLine[];
  searched: string;
  older: boolean;
  loading: boolean;
  onOlder: () => void;
}

const ROW_PX = 19;
/** So near to the end counts as at the end. */
const AT_END_PX = 40;

/** Log lines, only those in sight drawn. At its end it follows the log; scrolling up pauses that. */
export function LogLines({ runId, lines, searched, older, loading, onOlder }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 20,
    // The server draws the first lines too; the browser then measures.
    initialRect: { width: 1000, height: 600 },
  });
  const attempts = new Set(lines.map((line) => `${line.jobKind} ${line.attemptNumber}`)).size > 1;
  const last = lines.at(-1)?.id;
  const lastIndex = lines.length - 1;
  useEffect(() => {
    if (following && last !== undefined) rows.scrollToIndex(lastIndex, { align: "end" });
  }, [following, last, lastIndex, rows.scrollToIndex]);
  const notify = useNotify();
  const copy = async () => {
    await navigator.clipboard.writeText(
      lines.map((line) => `${line.at} ${line.level} ${line.text}`).join("\n"),
    );
    notify({ title: `Copied ${plural(lines.length, "line")}` });
  };
  const onScroll = () => {
    const at = scroller.current;
    if (at) setFollowing(at.scrollHeight - at.scrollTop - at.clientHeight < AT_END_PX);
  };
  return (
    <div className="relative">
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label="Log"
        aria-live="off"
        className="h-[calc(100dvh-17rem)] min-h-80 overflow-auto bg-surface"
      >
        <div className="flex h-8 items-center px-4 text-2xs text-ink-3">
          {older ? (
            <Button size="sm" variant="ghost" disabled={loading} onClick={onOlder}>
              Load older lines
            </Button>
          ) : (
            "Beginning of the log"
          )}
          <span className="ml-auto">{plural(lines.length, "line")} here</span>
          <Button size="sm" variant="ghost" onClick={() => void copy()}>
            Copy them
          </Button>
        </div>
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const line = lines[row.index];
            return line ? (
              <div
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <LogRow {...{ runId, line, searched, attempts }} />
              </div>
            ) : null;
          })}
        </div>
      </div>
      {following ? null : (
        <Button size="sm" className="absolute right-6 bottom-3 shadow-pop" onClick={() => setFollowing(true)}>
          <ArrowDownToLine aria-hidden />
          Paused: follow the end
        </Button>
      )}
    </div>
  );
}

"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { visibleText } from "@/components/traces/text/visible-text";
import { cx } from "@/components/ui/cx";
import type { QuestionEntry } from "./prepare-questions";

const LINE_HEIGHT = 42;
const OVERSCAN = 12;

interface Props {
  entries: readonly QuestionEntry[];
  /** How each question begins, by its key. */
  prompts: ReadonlyMap<string, string>;
  current: string | null;
  onOpen: (key: string) => void;
}

/** Right, wrong or without a verdict; of several decodes or seeds how many. Never by colour alone. */
export function Score({ of }: { of: QuestionEntry["a"] }) {
  if (of.of === 0) return <span className="text-ink-3">no verdict</span>;
  if (of.of === 1)
    return of.right === 1 ? <span className="text-ok">right</span> : <span className="text-bad">wrong</span>;
  return (
    <span>
      {of.right}/{of.of} <span className="text-ink-3">right</span>
    </span>
  );
}

/** A question by how it begins, and by its key; both are somebody's text and stay text. */
function Named({ entry, prompt }: { entry: QuestionEntry; prompt: string | undefined }) {
  const key = visibleText(entry.key);
  const begins = prompt === undefined ? "" : visibleText(prompt.replace(/\s+/g, " ").trim());
  return (
    <span className="min-w-0" title={begins ? `${begins} (${key})` : key}>
      {begins ? <bdi className="block truncate">{begins}</bdi> : null}
      <bdi className={cx("block truncate font-mono", begins && "text-2xs text-ink-3")}>{key}</bdi>
    </span>
  );
}

/** The questions of a list; only the lines in sight are in the document. */
export function QuestionList({ entries, prompts, current, onOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
  });
  const at = entries.findIndex((e) => e.key === current);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  }, [at, virtual]);
  return (
    <div ref={scroller} className="h-64 overflow-y-auto lg:h-[34rem]">
      <ul aria-label="Questions of this list" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const entry = entries[item.index];
          if (!entry) return null;
          const isCurrent = entry.key === current;
          return (
            <li
              key={entry.key}
              className="absolute inset-x-0"
              style={{ height: LINE_HEIGHT, transform: `translateY(${item.start}px)` }}
            >
              <button
                type="button"
                aria-current={isCurrent ? "true" : undefined}
                onClick={() => onOpen(entry.key)}
                className={cx(
                  "grid h-full w-full grid-cols-[minmax(0,1fr)_3.75rem_3.75rem] items-center gap-2 border-b px-4 text-left text-xs",
                  isCurrent ? "bg-accent/10 font-medium" : "hover:bg-hover",
                )}
              >
                <Named entry={entry} prompt={prompts.get(entry.key)} />
                <Score of={entry.a} />
                <Score of={entry.b} />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

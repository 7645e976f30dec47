"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { formatCount } from "@/lib/format/number";
import { FEWEST_LETTERS } from "../text/pieces";
import type { HitAt } from "../text/text-marks";
import { MOST_HITS } from "./prepare-search";
import { MOST_SEARCHED_STEPS, type TraceSearch } from "./use-trace-search";

/** What the count leaves out. */
function leftOut({ isReading, failed, isPartial }: TraceSearch): string {
  if (isReading) return ", reading continuations…";
  if (failed) return ", without the continuations: not read";
  return isPartial ? `, continuations of the first ${MOST_SEARCHED_STEPS} scored steps only` : "";
}

function countInWords(search: TraceSearch): string {
  const { typed, hits, at } = search;
  if (typed.length < FEWEST_LETTERS) return `type ${FEWEST_LETTERS} letters or more`;
  if (hits.length === 0) return `nothing found${leftOut(search)}`;
  const count = hits.length < MOST_HITS ? formatCount(hits.length) : `${formatCount(MOST_HITS)} or more`;
  return `${at === null ? `${count} found` : `${formatCount(at + 1)} of ${count}`}${leftOut(search)}`;
}

/** The words to look for, how often they stand in this trace, and the way from one to the next. */
export function SearchBar({ search, onGo }: { search: TraceSearch; onGo: (hit: HitAt) => void }) {
  const go = (by: 1 | -1) => {
    const hit = search.go(by);
    if (hit) onGo(hit);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") search.close();
    else return;
    event.preventDefault();
  };
  return (
    <search className="flex min-w-0 flex-wrap items-center gap-1.5">
      <Input
        autoFocus
        aria-label="Search prompt, trace steps and continuations"
        placeholder="Search this trace"
        className="h-6 w-44"
        value={search.typed}
        onChange={(event) => search.type(event.target.value)}
        onKeyDown={onKey}
      />
      <Button variant="ghost" size="sm" aria-label="Previous hit" onClick={() => go(-1)}>
        <ChevronUp aria-hidden />
      </Button>
      <Button variant="ghost" size="sm" aria-label="Next hit" onClick={() => go(1)}>
        <ChevronDown aria-hidden />
      </Button>
      <Button variant="ghost" size="sm" aria-label="End the search" onClick={search.close}>
        <X aria-hidden />
      </Button>
      <span aria-live="polite" className="text-ink-3 text-xs">
        {countInWords(search)}
      </span>
    </search>
  );
}

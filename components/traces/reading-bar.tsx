"use client";

import { Search } from "lucide-react";
import { KeysButton } from "@/components/shell/keys/keys";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { SearchBar } from "./search/search-bar";
import type { TraceSearch } from "./search/use-trace-search";
import type { TextView } from "./text/reading";
import type { HitAt } from "./text/text-marks";
import { TokenLegend } from "./tokens/token-legend";
import type { TraceReading } from "./use-reading";

const VIEW_WORDS: Record<TextView, string> = {
  written: "As written",
  rendered: "Rendered",
  logprob: "Log-probability",
  entropy: "Entropy",
};

interface Props {
  reading: TraceReading;
  search: TraceSearch;
  onGo: (hit: HitAt) => void;
}

/** How the texts below are shown, and the search through them. It stays in sight. */
export function ReadingBar({ reading, search, onGo }: Props) {
  const { view, views, setView, threshold, setThreshold } = reading;
  return (
    <div className="no-print sticky top-0 z-20 flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b bg-surface px-4 py-1.5">
      <Segmented
        label="How texts are shown"
        value={view}
        options={views.map((value) => ({ value, label: VIEW_WORDS[value] }))}
        onValueChange={setView}
      />
      {views.length === 2 ? (
        <span
          className="text-ink-3 text-xs"
          title="The trainer logs log-probabilities and entropies of tokens where a launch asks for token scores; few imported formats hold any."
        >
          no token scores were logged
        </span>
      ) : null}
      <span className="ml-auto flex flex-wrap items-center gap-1.5">
        {search.open ? (
          <SearchBar search={search} onGo={onGo} />
        ) : (
          <Button variant="ghost" size="sm" onClick={search.show}>
            <Search aria-hidden />
            Search
          </Button>
        )}
        <KeysButton />
      </span>
      {view === "logprob" || view === "entropy" ? (
        <div className="w-full">
          <TokenLegend measure={view} threshold={threshold} onThreshold={setThreshold} />
        </div>
      ) : null}
    </div>
  );
}

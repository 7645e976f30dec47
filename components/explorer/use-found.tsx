"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { useSettled } from "@/components/ui/use-settled";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ExplorerHits, type ExplorerRow, explorerHits, type SearchHit } from "@/lib/contracts";
import { hitPlace, Marked } from "./marked";
import type { RowRange } from "./window-of";

const SETTLE_MS = 120;
const EACH = 3;

export function fetchHits(text: string, ids: readonly string[], each: number, signal: AbortSignal) {
  const query = new URLSearchParams({ text, traces: ids.join(","), each: String(each) });
  return fetchJson(`/api/v1/explorer/hits?${query}`, explorerHits, { signal });
}

/** Where a search was found in the traces of the rows in sight, to stand in their previews. */
export function useFound(
  text: string | undefined,
  rowAt: (index: number) => ExplorerRow | null,
  range: RowRange,
): (id: string) => ReactNode {
  const shown = Array.from({ length: range.end - range.first }, (_, i) => rowAt(range.first + i)?.id);
  const ids = useSettled(shown.filter((id) => id !== undefined).join(","), SETTLE_MS);
  const { data } = useQuery({
    queryKey: ["explorer", "hits", text, ids],
    queryFn: ({ signal }) => fetchHits(text ?? "", ids.split(","), EACH, signal),
    enabled: text !== undefined && ids !== "",
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 20_000,
  });
  // The same elements as long as the hits are the same: rows that are memoised need not render again.
  const found = useMemo(() => foundOf(data), [data]);
  return (id) => (text === undefined ? undefined : found.get(id));
}

function foundOf(hits: ExplorerHits | undefined): ReadonlyMap<string, ReactNode> {
  return new Map(
    hits?.traces.flatMap(({ id, hits: [first, ...rest], more }) =>
      first ? [[id, <Found key={id} hit={first} others={rest.length} more={more} />]] : [],
    ),
  );
}

function Found({ hit, others, more }: { hit: SearchHit; others: number; more: boolean }) {
  return (
    <>
      <span className="mr-1.5 rounded bg-ink/6 px-1 text-2xs">
        {hitPlace(hit)}
        {others > 0 || more ? ` +${others}${more ? " or more" : ""}` : ""}
      </span>
      <Marked hit={hit} />
    </>
  );
}

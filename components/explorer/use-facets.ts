"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ExplorerFacets, explorerFacets } from "@/lib/contracts";

/**
 * What a selection (as query parameters) holds; null until it is known. The parts of the page share one answer, which the
 * part with `ask` fetches: it counts all traces, so it waits until their rows are there.
 */
export function useFacets(params: string, ask: boolean): ExplorerFacets | null {
  const { data } = useQuery({
    queryKey: ["explorer", "facets", params],
    queryFn: ({ signal }) => fetchJson(`/api/v1/explorer/facets?${params}`, explorerFacets, { signal }),
    enabled: ask,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  return data ?? null;
}

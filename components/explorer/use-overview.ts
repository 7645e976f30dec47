"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ExplorerHeatmap, explorerHeatmap } from "@/lib/contracts";

/** Lines of the overview: about the height of its strip, px. */
const BINS = 600;

/** The whole selection in the order of the list, pooled to lines. */
export function useOverview(query: string): ExplorerHeatmap | undefined {
  const { data } = useQuery({
    queryKey: ["explorer", "heatmap", query, BINS],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/explorer/heatmap?${query}&bins=${BINS}`, explorerHeatmap, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  return data;
}

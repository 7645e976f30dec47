"use client";

import { keepPreviousData, type UseQueryResult, useQueries } from "@tanstack/react-query";
import { fetchJson } from "@/lib/client/fetch-json";
import { type SeriesAnswer, type SeriesAxis, seriesAnswer } from "@/lib/contracts";

export interface SeriesRequest {
  names: readonly string[];
  axis: SeriesAxis;
  from: number | null;
  to: number | null;
}

/** Marks a chart asks for: about one every two pixels of the widest panel. */
export const BUCKETS = 240;

/** Address of a run's series. */
export function seriesPath(runId: string, request: SeriesRequest): string {
  const params = new URLSearchParams({ axis: request.axis, buckets: String(BUCKETS) });
  if (request.names.length > 0) params.set("names", request.names.join(","));
  if (request.from !== null) params.set("fromStep", String(request.from));
  if (request.to !== null) params.set("toStep", String(request.to));
  return `/api/v1/runs/${runId}/series?${params}`;
}

/** Cache key; live news find the queries of a run by its first two parts. */
export function seriesKey(runId: string, request: SeriesRequest) {
  return ["series", runId, request] as const;
}

function seriesOptions(runId: string, request: SeriesRequest) {
  return {
    queryKey: seriesKey(runId, request),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      fetchJson(seriesPath(runId, request), seriesAnswer, { signal }),
    placeholderData: keepPreviousData,
  };
}

/** Outside of the hook: the same function each time lets equal results keep their identity. */
function combine(results: UseQueryResult<SeriesAnswer>[]) {
  return {
    answers: results.map((result) => result.data),
    error: results.find((result) => result.error)?.error ?? null,
    stale: results.some((result) => result.isPlaceholderData),
  };
}

/**
 * The same series of several runs, in the order of the runs (undefined until read). `answers` changes only when one of
 * them does.
 */
export function useSeries(runIds: readonly string[], request: SeriesRequest) {
  return useQueries({ queries: runIds.map((id) => seriesOptions(id, request)), combine });
}

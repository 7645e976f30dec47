"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ReplicatedAxis, type ResultSelection, replicatedAnswer } from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import type { Stage } from "./choose-metrics";

export interface ReplicatedRequest {
  names: readonly string[];
  stage: Stage | null;
  axis: ReplicatedAxis;
  buckets: number;
  from: number | null;
  to: number | null;
}

/** First part of every cache key of replicated curves: live news make all that is on screen be read again. */
export const REPLICATED_KEY = "replicated";

/** Replicated curves of a selection. While another range or axis is fetched, what was shown stays. */
export function useReplicated(selection: ResultSelection, request: ReplicatedRequest) {
  const { names, stage, axis, buckets, from, to } = request;
  const address = apiRoutes.series(selection, {
    ...{ axis, buckets: String(buckets), names: names.length > 0 ? names.join(",") : undefined },
    ...{ stage: stage ?? undefined, from: from?.toString(), to: to?.toString() },
  });
  return useQuery({
    queryKey: [REPLICATED_KEY, address],
    queryFn: ({ signal }) => fetchJson(address, replicatedAnswer, { signal }),
    placeholderData: keepPreviousData,
  });
}

"use client";

import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ContinuationGroups, continuationGroups, type TraceDetail } from "@/lib/contracts";
import type { ResponseBlock } from "@/lib/traces/layout";
import { FEWEST_LETTERS } from "../text/pieces";
import type { HitAt } from "../text/text-marks";
import { hitsIn, nextHit, searchedTexts } from "./prepare-search";

/** A search reads the continuations of so many trace steps; a trace with more says so. */
export const MOST_SEARCHED_STEPS = 60;

const NO_HITS: HitAt[] = [];

/** Outside of the hook: what does not change is combined once. */
function together(results: UseQueryResult<ContinuationGroups>[]) {
  return {
    found: results.map((result) => result.data),
    isReading: results.some((result) => result.isFetching),
    failed: results.some((result) => result.isError),
  };
}

/** Continuations of every step, read once a search wants them; the same answers as an opened step shows. */
function useContinuations(trace: TraceDetail, wanted: boolean) {
  const steps = trace.traceSteps.filter((step) => step.returned > 0).map((step) => step.index);
  const results = useQueries({
    queries: steps.slice(0, MOST_SEARCHED_STEPS).map((step) => ({
      queryKey: ["continuations", trace.row.id, step],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        fetchJson(`/api/v1/traces/${trace.row.id}/continuations?traceStep=${step}`, continuationGroups, {
          signal,
        }),
      staleTime: Number.POSITIVE_INFINITY,
      enabled: wanted,
    })),
    combine: together,
  });
  return { ...results, isPartial: steps.length > MOST_SEARCHED_STEPS };
}

function byStep(found: readonly (ContinuationGroups | undefined)[]): Map<number, ContinuationGroups> {
  return new Map(found.flatMap((groups) => (groups ? [[groups.traceStep, groups] as const] : [])));
}

/** Search through one trace: its prompt, its response and all continuations. */
export function useTraceSearch(trace: TraceDetail, blocks: readonly ResponseBlock[]) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState<number | null>(null);
  // Typing stays quick while a long response is marked anew.
  const find = useDeferredValue(open ? typed : "");
  const isSearching = find.length >= FEWEST_LETTERS;
  const { found, isReading, failed, isPartial } = useContinuations(trace, isSearching);
  const hits = useMemo(
    () => (isSearching ? hitsIn(searchedTexts(trace, blocks, byStep(found)), find) : NO_HITS),
    [isSearching, trace, blocks, found, find],
  );
  const current = at === null ? null : (hits[at] ?? null);
  const go = (by: 1 | -1): HitAt | null => {
    const next = nextHit(current === null ? null : at, by, hits.length);
    setAt(next);
    return next === null ? null : (hits[next] ?? null);
  };
  const type = (text: string) => {
    setTyped(text);
    setAt(null);
  };
  const close = () => setOpen(false);
  const show = () => setOpen(true);
  return {
    open,
    show,
    close,
    typed,
    type,
    find,
    hits,
    at: current === null ? null : at,
    current,
    go,
    isReading,
    failed,
    isPartial,
  };
}
export type TraceSearch = ReturnType<typeof useTraceSearch>;

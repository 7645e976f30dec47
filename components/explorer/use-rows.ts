"use client";

import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useSettled } from "@/components/ui/use-settled";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ExplorerRow, type ExplorerRows, explorerRows } from "@/lib/contracts";
import { pagesOf, ROWS_PAGE, type RowRange } from "./window-of";

/** Pages out of sight are forgotten after this: the browser's memory does not grow with the way that was scrolled. */
const FORGET_MS = 20_000;
/** A thumb that is dragged through the list asks for nothing on its way. */
const SETTLE_MS = 60;

export interface FirstRows {
  /** What they answer: selection and order as query parameters. */
  query: string;
  answer: ExplorerRows;
}

export const rowsKey = (query: string, page: number) => ["explorer", "rows", query, page] as const;

async function fetchPage(query: string, page: number, signal: AbortSignal): Promise<FirstRows> {
  const params = new URLSearchParams(query);
  params.set("offset", String(page * ROWS_PAGE));
  params.set("limit", String(ROWS_PAGE));
  return { query, answer: await fetchJson(`/api/v1/explorer/traces?${params}`, explorerRows, { signal }) };
}

export interface RowsAnswer {
  /** What the rows shown answer: the query before, until the one asked for is there. */
  query: string | null;
  total: number;
  /** The answer to an earlier query is still shown. */
  isStale: boolean;
  error: Error | null;
  retry: () => void;
}

/** How many traces there are, by the first page, which stays in memory. */
export function useTotal(query: string, initial: FirstRows | null): RowsAnswer {
  const first = useQuery({
    queryKey: rowsKey(query, 0),
    queryFn: ({ signal }) => fetchPage(query, 0, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    ...(initial?.query === query ? { initialData: initial } : {}),
  });
  return {
    query: first.data?.query ?? null,
    total: first.data?.answer.total ?? 0,
    isStale: first.isPlaceholderData,
    error: first.error,
    retry: () => void first.refetch(),
  };
}

/** The rows of a window by their place; null where they are not there yet. */
export function useRows(
  query: string,
  total: number,
  range: RowRange,
): (index: number) => ExplorerRow | null {
  const settled = useSettled(range, SETTLE_MS);
  // The first page is asked for at once: it is what a new query shows.
  const pages = [...new Set([0, ...pagesOf(settled, total)])];
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: rowsKey(query, page),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(query, page, signal),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: FORGET_MS,
    })),
  });
  return (index) => {
    const at = pages.indexOf(Math.floor(index / ROWS_PAGE));
    return results[at]?.data?.answer.rows[index % ROWS_PAGE] ?? null;
  };
}

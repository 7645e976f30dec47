"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive } from "@/components/shell/use-live";
import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { type RunLog, type RunLogLine, runLog } from "@/lib/contracts";
import { mergeLines } from "./merge-lines";

const EVERY_MS = 500;
const PAGE = 500;
const MOST_PER_TAIL = 1000;

export interface LogState {
  lines: RunLogLine[];
  older: boolean;
  loading: boolean;
  error: ApiError | null;
  loadOlder: () => void;
  retry: () => void;
}

function pathOf(runId: string, filter: string, page: Record<string, number>): string {
  const params = new URLSearchParams(filter);
  for (const [name, value] of Object.entries(page)) params.set(name, String(value));
  return `/api/v1/runs/${runId}/log?${params}`;
}

/**
 * The log of a run under one filter (give the component a key that changes with it): its end at first, older lines on
 * request, new ones as they are stored. News that come while a request is under way are fetched after it, so that none
 * is missed and none is fetched twice.
 */
export function useLog(runId: string, filter: string, initial: RunLog | null): LogState {
  const [lines, setLines] = useState<RunLogLine[]>(initial?.lines ?? []);
  const [older, setOlder] = useState(initial?.more ?? false);
  const [error, setError] = useState<ApiError | null>(null);
  const [loading, setLoading] = useState(initial === null);
  const busy = useRef(false);
  const again = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const load = useEffectEvent(async (page: Record<string, number>) => {
    setLoading(true);
    try {
      const found = await fetchJson(pathOf(runId, filter, page), runLog);
      setError(null);
      setLines((known) => mergeLines(known, found.lines));
      if (!("after" in page)) setOlder(found.more);
      else if (found.more) again.current = true;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      setError(cause);
    } finally {
      setLoading(false);
    }
  });
  const tail = useEffectEvent(async () => {
    if (busy.current) {
      again.current = true;
      return;
    }
    busy.current = true;
    again.current = false;
    const last = lines.at(-1)?.id;
    await load(last === undefined ? { limit: PAGE } : { after: last, limit: MOST_PER_TAIL });
    busy.current = false;
    if (again.current) schedule(EVERY_MS);
  });
  const schedule = useEffectEvent((waitMs: number) => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void tail();
    }, waitMs);
  });
  const isEmptyHanded = initial === null;
  useEffect(() => {
    if (isEmptyHanded) schedule(0);
    return () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    };
  }, [isEmptyHanded]);
  useLive(
    { runs: [runId] },
    {
      onNews: (message) => {
        if (message.type === "logs") schedule(EVERY_MS);
      },
      onReset: () => schedule(EVERY_MS),
    },
  );
  const first = lines[0]?.id;
  const loadOlder = () => {
    if (first !== undefined && !loading) void load({ before: first, limit: PAGE });
  };
  return { lines, older, loading, error, loadOlder, retry: () => void tail() };
}

"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive } from "@/components/shell/use-live";
import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { type RunLog, type RunLogLine, runLog } from "@/lib/contracts";
import { mergeLines } from "./merge-lines";

const EVERY_MS = 500;
const PAGE = 500;
const MOST_PER_TAIL = 1000;

interface Held {
  /** Filter that these lines answer. */
  filter: string;
  lines: RunLogLine[];
  /** There are older lines on the server. */
  older: boolean;
}

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
 * The log of a run under a filter: its end at first, older lines on request, new ones as they are stored. News that come
 * while a request is under way are fetched after it, so that none is missed and none is fetched twice.
 */
export function useLog(runId: string, filter: string, initial: RunLog | null): LogState {
  const [held, setHeld] = useState<Held | null>(
    initial && { filter, lines: initial.lines, older: initial.more },
  );
  const [error, setError] = useState<ApiError | null>(null);
  const [loading, setLoading] = useState(false);
  const busy = useRef(false);
  const again = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const current = held?.filter === filter ? held : null;

  const load = useEffectEvent(async (page: Record<string, number>) => {
    const asked = filter;
    setLoading(true);
    try {
      const found = await fetchJson(pathOf(runId, asked, page), runLog);
      setError(null);
      setHeld((old) => {
        const known = old?.filter === asked ? old : null;
        const older = "after" in page ? (known?.older ?? false) : found.more;
        return { filter: asked, lines: mergeLines(known?.lines ?? [], found.lines), older };
      });
      if ("after" in page && found.more) again.current = true;
    } catch (cause) {
      if (cause instanceof ApiError) setError(cause);
      else throw cause;
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
    const last = current?.lines.at(-1)?.id;
    await load(last === undefined ? { limit: PAGE } : { after: last, limit: MOST_PER_TAIL });
    busy.current = false;
    if (again.current) schedule();
  });
  const schedule = useEffectEvent(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void tail();
    }, EVERY_MS);
  });
  useEffect(() => {
    if (current === null) void load({ limit: PAGE });
    // A new filter is a new log: only then is it read from its end again.
  }, [current === null]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  useLive(
    { runs: [runId] },
    {
      onNews: (message) => {
        if (message.type === "logs") schedule();
      },
      onReset: () => schedule(),
    },
  );
  const first = current?.lines[0]?.id;
  return {
    lines: current?.lines ?? [],
    older: current?.older ?? false,
    loading,
    error,
    loadOlder: () => {
      if (first !== undefined && !loading) void load({ before: first, limit: PAGE });
    },
    retry: () => void tail(),
  };
}

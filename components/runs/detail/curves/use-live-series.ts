"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLive } from "@/components/shell/use-live";
import type { LiveMessage } from "@/lib/contracts/live";
import { refreshSeries } from "./refresh-series";

const EVERY_MS = 1_000;

/** First train step that may be new; null: unknown, so everything. */
type From = number | null;

interface News {
  runId: string;
  from: From;
}

/** What news mean for curves, or null if nothing. A change of status may be a new attempt: then all is read again. */
export function curveNews(message: LiveMessage): News | null {
  const { runId } = message;
  if (runId === null) return null;
  if (message.type === "status") return { runId, from: null };
  if (message.type !== "metrics") return null;
  const from = "fromTrainStep" in message ? message.fromTrainStep : null;
  return { runId, from: typeof from === "number" ? from : null };
}

/** The earlier of two beginnings; unknown is earliest. */
export function earlier(one: From | undefined, other: From): From {
  if (one === undefined) return other;
  return one === null || other === null ? null : Math.min(one, other);
}

/**
 * Keeps the curves of some runs fresh: what is on screen is brought up to date when points were stored, the first news
 * at once and then at most once a second, one round after the other.
 */
export function useLiveSeries(runIds: readonly string[]): void {
  const client = useQueryClient();
  const dirty = useRef(new Map<string, From>());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const busy = useRef(false);
  const lastAt = useRef(0);
  const schedule = () => {
    if (timer.current !== null || busy.current || dirty.current.size === 0) return;
    timer.current = setTimeout(() => void flush(), Math.max(0, lastAt.current + EVERY_MS - Date.now()));
  };
  const flush = async () => {
    timer.current = null;
    busy.current = true;
    lastAt.current = Date.now();
    const round = [...dirty.current];
    dirty.current.clear();
    await Promise.all(round.map(([run, from]) => refreshSeries(client, run, from)));
    busy.current = false;
    schedule();
  };
  const mark = (run: string, from: From) => {
    dirty.current.set(run, earlier(dirty.current.get(run), from));
    schedule();
  };
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  useLive(
    { runs: runIds },
    {
      onNews: (message) => {
        const news = curveNews(message);
        if (news && runIds.includes(news.runId)) mark(news.runId, news.from);
      },
      onReset: () => {
        for (const run of runIds) mark(run, null);
      },
    },
  );
}

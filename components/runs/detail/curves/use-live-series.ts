"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLive } from "@/components/shell/use-live";
import type { LiveMessage } from "@/lib/contracts/live";

const EVERY_MS = 1_000;

/** Run that has new points, or null if the news change no curve. */
function runWithNews(message: LiveMessage): string | null {
  return message.type === "metrics" || message.type === "status" ? message.runId : null;
}

/**
 * Keeps the curves of some runs fresh: what is on screen is fetched again when points were stored, the first news at
 * once and then at most once a second. Charts out of sight are fetched when they come back.
 */
export function useLiveSeries(runIds: readonly string[]): void {
  const client = useQueryClient();
  const dirty = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const lastAt = useRef(0);
  const flush = () => {
    timer.current = null;
    lastAt.current = Date.now();
    const runs = [...dirty.current];
    dirty.current.clear();
    for (const run of runs)
      void client.invalidateQueries({ queryKey: ["series", run] }, { cancelRefetch: false });
  };
  const mark = (runs: readonly string[]) => {
    for (const run of runs) dirty.current.add(run);
    if (timer.current !== null || dirty.current.size === 0) return;
    timer.current = setTimeout(flush, Math.max(0, lastAt.current + EVERY_MS - Date.now()));
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
        const run = runWithNews(message);
        if (run && runIds.includes(run)) mark([run]);
      },
      onReset: () => mark(runIds),
    },
  );
}

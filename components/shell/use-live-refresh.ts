"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { LiveScope } from "@/lib/client/live-connection";
import type { LiveMessage } from "@/lib/contracts/live";
import { useLive } from "./use-live";

const EVERY_MS = 1_000;

/**
 * Fetches queries again when there is news in the scope, at most once a second (the first news at once).
 * `wanted` leaves out news that change nothing on the page.
 */
export function useLiveRefresh(
  scope: LiveScope,
  keys: readonly QueryKey[],
  wanted: (message: LiveMessage) => boolean = () => true,
): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const lastAt = useRef(0);
  const refresh = () => {
    if (timer.current !== null) return;
    const wait = Math.max(0, lastAt.current + EVERY_MS - Date.now());
    timer.current = setTimeout(() => {
      timer.current = null;
      lastAt.current = Date.now();
      for (const queryKey of keys) void client.invalidateQueries({ queryKey });
    }, wait);
  };
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  useLive(scope, {
    onNews: (message) => {
      if (wanted(message)) refresh();
    },
    onReset: refresh,
  });
}

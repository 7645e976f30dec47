"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** Milliseconds since the epoch, refreshed every ten seconds: one clock for all relative times of a page. */
export function useNow(): number {
  return useSyncExternalStore(
    subscribe,
    () => {
      if (timer === null) now = Math.max(now, Date.now() - (Date.now() % TICK_MS));
      return now;
    },
    // On the server every render asks the clock: the module outlives the request.
    () => (typeof window === "undefined" ? Date.now() : now),
  );
}

"use client";

import { useEffect, useEffectEvent } from "react";
import { LiveConnection, type LiveListener, type LiveScope, livePath } from "@/lib/client/live-connection";

const connections = new Map<string, LiveConnection>();

function connectionTo(path: string): LiveConnection {
  const known = connections.get(path);
  if (known) return known;
  const made = new LiveConnection(() => new EventSource(path));
  document.addEventListener("visibilitychange", () => (document.hidden ? made.sleep() : made.wake()));
  connections.set(path, made);
  return made;
}

/**
 * Listens to what is newly stored in a scope (lib/contracts/live.ts). Components of a page with the same scope share
 * one connection. Handlers may change between renders without a reconnect.
 */
export function useLive(scope: LiveScope, handlers: LiveListener): void {
  const path = livePath(scope);
  const onNews = useEffectEvent(handlers.onNews);
  const onReset = useEffectEvent(handlers.onReset);
  useEffect(
    () => connectionTo(path).listen({ onNews: (message) => onNews(message), onReset: () => onReset() }),
    [path],
  );
}

"use client";

import { useEffect, useMemo, useSyncExternalStore } from "react";
import { parseAnchor, type TraceAnchor } from "@/lib/traces/anchor";

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

/** The place in the trace that the address names; null while the server draws, and where it names none. */
export function useAnchor(): TraceAnchor | null {
  const hash = useSyncExternalStore(
    subscribe,
    () => window.location.hash,
    () => "",
  );
  return useMemo(() => parseAnchor(hash), [hash]);
}

/**
 * Brings the element that the address names into view as soon as it is there: the page comes in parts, and continuations
 * after their step was opened. Named once more, it also becomes the `:target` that it was too late for.
 */
export function useBringIntoView(id: string | null): void {
  useEffect(() => {
    if (id === null) return;
    const show = () => {
      if (!document.getElementById(id)) return false;
      window.location.replace(`#${id}`);
      return true;
    };
    if (show()) return;
    const observer = new MutationObserver(() => {
      if (show()) observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [id]);
}

"use client";

import { useEffect, useRef } from "react";
import { type History, history, NO_HISTORY } from "./history";

const keyOf = (set: string, rater: string) => `stepwell.review-history.${set}.${rater}`;

function stored(key: string): History {
  try {
    const parsed = history.safeParse(JSON.parse(sessionStorage.getItem(key) ?? "null"));
    return parsed.success ? parsed.data : NO_HISTORY;
  } catch {
    return NO_HISTORY;
  }
}

/** What this tab can undo, kept over a reload. */
export function useHistory(set: string, rater: string) {
  const kept = useRef<History>(NO_HISTORY);
  const key = keyOf(set, rater);
  useEffect(() => {
    kept.current = stored(key);
  }, [key]);
  return {
    read: () => kept.current,
    write: (next: History) => {
      kept.current = next;
      try {
        sessionStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Full or forbidden: undo works until the page is left.
      }
    },
  };
}

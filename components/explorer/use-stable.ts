"use client";

import { useEffect, useMemo, useRef } from "react";
import type { RowActions } from "./trace-row";

/** The same functions for all renders, which do what the latest ones do: rows that are memoised need not render again. */
export function useStableActions(latest: RowActions): RowActions {
  const kept = useRef(latest);
  useEffect(() => {
    kept.current = latest;
  });
  return useMemo(
    () => ({
      point: (index) => kept.current.point(index),
      choose: (index) => kept.current.choose(index),
      leave: (index) => kept.current.leave(index),
    }),
    [],
  );
}

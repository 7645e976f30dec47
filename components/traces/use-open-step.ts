"use client";

import { parseAsInteger, useQueryState } from "nuqs";
import { useCallback } from "react";

/**
 * Which trace step shows its continuations: in the URL, so that a link opens what its sender saw.
 * @param named the step of the continuation that the address names: open unless the reader chose another
 */
export function useOpenStep(named: number | null) {
  const [chosen, setChosen] = useQueryState("step", parseAsInteger);
  const open = chosen ?? named;
  const show = (index: number) => void setChosen(index);
  // The same function until something changes, so that rows are not drawn again without need. 0 is no step: what the
  // address opens can be closed too.
  const toggle = useCallback(
    (index: number) => void setChosen(open === index ? (named === null ? null : 0) : index),
    [open, named, setChosen],
  );
  return { open, show, toggle };
}

"use client";

import { useState } from "react";

/** As many as the contract of a selection allows. */
export const MOST_PICKED = 200;

/** The picked runs after a change: those asked for come last, and never more than fit. */
export function withPicked(picked: ReadonlySet<string>, ids: readonly string[], on: boolean): Set<string> {
  if (!on) return new Set([...picked].filter((id) => !ids.includes(id)));
  return new Set([...new Set([...picked, ...ids])].slice(0, MOST_PICKED));
}

/** Runs picked by hand. They stay picked while filters and pages change, so that a selection can be gathered. */
export function usePicked() {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  return {
    picked,
    pick: (ids: readonly string[], on: boolean) => setPicked((before) => withPicked(before, ids, on)),
    clear: () => setPicked(new Set()),
  };
}

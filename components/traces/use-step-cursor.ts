"use client";

import { useEffect, useState } from "react";
import { useKeys } from "@/components/shell/keys/keys";
import { anchorText } from "@/lib/traces/anchor";

/** The trace step after or before the one a reader is at; the first or last of all where it is at none. */
export function nextStep(indices: readonly number[], current: number | null, by: 1 | -1): number | null {
  const at = current === null ? -1 : indices.indexOf(current);
  if (at < 0) return (by === 1 ? indices[0] : indices.at(-1)) ?? null;
  return indices[at + by] ?? indices[at] ?? null;
}

/**
 * Which trace step the reader is at: j and k walk, o shows what continued from it (`onOpen`).
 * @param named the step that the address names: where the reader begins
 */
export function useStepCursor(
  indices: readonly number[],
  named: number | null,
  onOpen?: (index: number) => void,
) {
  const [walked, setWalked] = useState<{ from: number | null; to: number } | null>(null);
  // Another address is another beginning.
  const current = walked !== null && walked.from === named ? walked.to : named;
  // Once it is drawn: of a long trace, steps far away come when they are gone to.
  useEffect(() => {
    if (walked === null) return;
    const element = document.getElementById(anchorText({ kind: "step", step: walked.to }));
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  }, [walked]);
  const walk = (by: 1 | -1) => () => {
    const next = nextStep(indices, current, by);
    if (next !== null) setWalked({ from: named, to: next });
  };
  useKeys(
    "Trace",
    [
      { keys: ["j"], does: "Next trace step", run: walk(1) },
      { keys: ["k"], does: "Previous trace step", run: walk(-1) },
    ],
    indices.length > 0,
  );
  useKeys(
    "Trace",
    [
      {
        keys: ["o"],
        does: "Continuations of the trace step",
        run: () => {
          if (current !== null) onOpen?.(current);
        },
      },
    ],
    onOpen !== undefined && indices.length > 0,
  );
  return current;
}

"use client";

import { useKeys } from "@/components/shell/keys/keys";

export interface ListActions {
  /** Moves the current row by so many; from none, to the first in sight. */
  move: (by: number) => void;
  toEnd: (end: "first" | "last") => void;
  /** Rows in sight. */
  page: () => number;
  open: () => void;
  choose: () => void;
  chooseUpTo: () => void;
  peek: () => void;
  escape: () => void;
}

/** The keys of the list, from anywhere on the page. */
export function useListKeys(list: ListActions): void {
  useKeys("List of traces", [
    { keys: ["j", "ArrowDown"], does: "Next trace", run: () => list.move(1) },
    { keys: ["k", "ArrowUp"], does: "Previous trace", run: () => list.move(-1) },
    { keys: ["PageDown"], does: "A page down", run: () => list.move(list.page()) },
    { keys: ["PageUp"], does: "A page up", run: () => list.move(-list.page()) },
    { keys: ["Home"], does: "First trace", run: () => list.toEnd("first") },
    { keys: ["End"], does: "Last trace", run: () => list.toEnd("last") },
    { keys: ["o", "Enter"], does: "Open the trace", run: list.open },
    { keys: ["p", " "], does: "Read it beside the list", run: list.peek },
    { keys: ["x"], does: "Choose it (for export, review or side by side)", run: list.choose },
    { keys: ["X"], does: "Choose all from the last chosen to this one", run: list.chooseUpTo },
    { keys: ["Escape"], does: "Close what is read beside the list, then choose nothing", run: list.escape },
  ]);
}

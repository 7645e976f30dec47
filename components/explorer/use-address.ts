"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { FilterValues } from "./filter-fields";
import { EXPLORER_STATE, readSelection, SELECTION_STATE, selectionParams } from "./selection-state";

const OF_THE_HEAD = ["project", "ablation", "runs"];

/** What the page's address says, and how it changes: filters can be taken back with the browser's Back. */
export function useAddress() {
  const [raw, setRaw] = useQueryStates(SELECTION_STATE, { history: "push" });
  const [state, setState] = useQueryStates(EXPLORER_STATE);
  const { selection, refused } = useMemo(() => readSelection(raw, state.run), [raw, state.run]);
  const params = selectionParams(selection);
  const values: FilterValues = Object.fromEntries(params);
  const query = new URLSearchParams([...params, ["sort", state.sort], ["order", state.order]]).toString();
  const change = (next: Record<string, string | null>) => {
    // The head of the page names the run, the ablation and the project: it is the server's.
    void setRaw(next, { shallow: !OF_THE_HEAD.some((key) => key in next) });
    if ("runs" in next) void setState({ run: null });
  };
  return { selection, refused, values, params: params.toString(), query, state, setState, change };
}

"use client";

import { useEffect, useState } from "react";
import type { AblationSpec } from "@/lib/contracts";
import { draftOf, type SpecDraft } from "./draft";

const PREFIX = "stepwell-launch:";

function readStored(key: string): SpecDraft | null {
  try {
    const text = sessionStorage.getItem(PREFIX + key);
    // A draft may be invalid by nature: it is only kept if it has the shape that this version writes.
    const found: unknown = text === null ? null : JSON.parse(text);
    return isDraft(found) ? found : null;
  } catch {
    return null;
  }
}

const PARTS = [
  "profile",
  "grpo",
  "warmUp",
  "rewrite",
  "evaluation",
  "places",
  "retry",
  "retention",
  "stacks",
] as const;

function isDraft(value: unknown): value is SpecDraft {
  return (
    typeof value === "object" &&
    value !== null &&
    Reflect.get(value, "schemaVersion") === 1 &&
    Array.isArray(Reflect.get(value, "arms")) &&
    Array.isArray(Reflect.get(value, "seeds")) &&
    PARTS.every((part) => {
      const found: unknown = Reflect.get(value, part);
      return typeof found === "object" && found !== null;
    })
  );
}

export interface DraftState {
  draft: SpecDraft;
  change: (edit: (draft: SpecDraft) => SpecDraft) => void;
  /** The draft is one that was kept from before, not the source as it is. */
  restored: boolean;
  /** Starts over from the source. */
  discard: () => void;
  /** The draft was launched: nothing is kept. */
  forget: () => void;
}

interface State {
  draft: SpecDraft;
  /** Anything was changed: only then is there something to keep. */
  touched: boolean;
  restored: boolean;
}

function fresh(spec: AblationSpec): State {
  return { draft: draftOf(spec), touched: false, restored: false };
}

function store(source: string, draft: SpecDraft): void {
  try {
    sessionStorage.setItem(PREFIX + source, JSON.stringify(draft));
  } catch {
    // Full or forbidden: the form works without it.
  }
}

/**
 * The draft of a launch, kept in this tab's session storage until it is launched: a reload, an error or a look at
 * another page loses nothing. `source` names what it started from (a preset or an ablation).
 */
export function useDraft(source: string, spec: AblationSpec): DraftState {
  const [state, setState] = useState<State>(() => fresh(spec));
  const { draft, touched, restored } = state;
  useEffect(() => {
    // After the first render, since the server has no session storage to draw from.
    const found = readStored(source);
    if (found) setState({ draft: found, touched: true, restored: true });
  }, [source]);
  useEffect(() => {
    if (touched) store(source, draft);
  }, [source, draft, touched]);
  return {
    draft,
    restored,
    change: (edit) => setState((was) => ({ ...was, draft: edit(was.draft), touched: true })),
    discard: () => {
      sessionStorage.removeItem(PREFIX + source);
      setState(fresh(spec));
    },
    forget: () => {
      sessionStorage.removeItem(PREFIX + source);
      setState((was) => ({ ...was, touched: false }));
    },
  };
}

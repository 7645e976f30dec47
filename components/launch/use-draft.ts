"use client";

import { useEffect, useRef, useState } from "react";
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

function isDraft(value: unknown): value is SpecDraft {
  return (
    typeof value === "object" &&
    value !== null &&
    Reflect.get(value, "schemaVersion") === 1 &&
    Array.isArray(Reflect.get(value, "arms")) &&
    Array.isArray(Reflect.get(value, "seeds")) &&
    ["profile", "grpo", "warmUp", "rewrite", "evaluation"].every((part) => {
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

/**
 * The draft of a launch, kept in this tab's session storage until it is launched: a reload, an error or a look at
 * another page loses nothing. `source` names what it started from (a preset or an ablation).
 */
export function useDraft(source: string, spec: AblationSpec): DraftState {
  const [draft, setDraft] = useState<SpecDraft>(() => draftOf(spec));
  const [restored, setRestored] = useState(false);
  const touched = useRef(false);
  useEffect(() => {
    const found = readStored(source);
    if (!found) return;
    touched.current = true;
    setDraft(found);
    setRestored(true);
  }, [source]);
  useEffect(() => {
    if (!touched.current) return;
    try {
      sessionStorage.setItem(PREFIX + source, JSON.stringify(draft));
    } catch {
      // Full or forbidden: the form works without it.
    }
  }, [source, draft]);
  const forget = () => {
    touched.current = false;
    sessionStorage.removeItem(PREFIX + source);
  };
  return {
    draft,
    change: (edit) => {
      touched.current = true;
      setDraft(edit);
    },
    restored,
    discard: () => {
      forget();
      setDraft(draftOf(spec));
      setRestored(false);
    },
    forget,
  };
}

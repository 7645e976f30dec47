"use client";

import { createContext, use } from "react";
import type { HostView } from "@/lib/contracts";
import type { SourcedSpread } from "@/lib/stats/ablation";
import { getAt, type SpecDraft } from "./draft";
import type { Issues } from "./issues";
import type { Guesses } from "./planning/prepare-planning";

export interface LaunchForm {
  draft: SpecDraft;
  issues: Issues;
  hosts: readonly HostView[];
  /** Paths that another page filled in and nobody has changed since. */
  filled: ReadonlySet<string>;
  /** Key of the arm that another page added, or null. */
  filledArm: string | null;
  /** What is guessed about the spread over seeds; no part of the spec. */
  guesses: Guesses;
  changeGuesses: (change: Partial<Guesses>) => void;
  /** What finished ablations of this profile have shown of it. */
  spreads: readonly SourcedSpread[];
  /** Replaces the value at a dotted path; undefined removes it. */
  set: (path: string, value: unknown) => void;
  /** Any larger change. */
  change: (edit: (draft: SpecDraft) => SpecDraft) => void;
}

export const LaunchFormContext = createContext<LaunchForm | null>(null);

/** The form around this component. */
export function useLaunchForm(): LaunchForm {
  const form = use(LaunchFormContext);
  if (!form) throw new Error("useLaunchForm outside of LaunchFormContext");
  return form;
}

/** id of the control at a path: where links from the list of issues lead. */
export function fieldId(path: string): string {
  return `f-${path.replaceAll(".", "-")}`;
}

/** A field's value and what is wrong with it. */
export function useSetting(path: string): {
  value: unknown;
  error: string | undefined;
  id: string;
  set: (v: unknown) => void;
} {
  const { draft, issues, set } = useLaunchForm();
  return {
    value: getAt(draft, path),
    error: issues.get(path),
    id: fieldId(path),
    set: (value) => set(path, value),
  };
}

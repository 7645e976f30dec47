"use client";

import { createContext } from "react";
import type { Range } from "./pieces";

/** A hit of the search: which one of the hits in the text that stands at `place`. */
export interface HitAt {
  place: string;
  nth: number;
}

/** What is to be marked in the texts below. */
export interface TextMarksOf {
  /** Words being looked for; empty: none. */
  find: string;
  current: HitAt | null;
  /** In code points of the response. */
  range: Range | null;
  /** The range is shown elsewhere on the page too: the page does not move here. */
  isQuiet: boolean;
}

export const NO_MARKS: TextMarksOf = { find: "", current: null, range: null, isQuiet: false };

/** Marks reach every text of a trace without passing through what stands between. */
export const TextMarks = createContext<TextMarksOf>(NO_MARKS);

"use client";

import { createContext } from "react";
import type { TraceDetail } from "@/lib/contracts";
import type { TokenMeasure } from "../tokens/prepare-tokens";

/** How texts of a trace are shown: as written, with Markdown and LaTeX drawn, or token by token. */
export type TextView = "written" | "rendered" | TokenMeasure;

interface ReadingOf {
  view: TextView;
  tokens: TraceDetail["tokenScores"];
  /** Tokens this many nats or more from certain are marked. */
  threshold: number;
}

export const AS_WRITTEN: ReadingOf = { view: "written", tokens: null, threshold: 1 };

/** How every text of the page below is shown. */
export const Reading = createContext<ReadingOf>(AS_WRITTEN);

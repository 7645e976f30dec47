import { Check, Flag, type LucideIcon, Minus, X } from "lucide-react";
import type { StepLabel } from "@/lib/contracts";

interface Look {
  word: string;
  icon: LucideIcon;
  key: string;
  /** When chosen: a tint beside the word and the mark, never alone. */
  chosen: string;
  text: string;
}

/** How the labels look, everywhere: a word, a mark and a tint. */
export const LABEL_LOOKS: Record<StepLabel, Look> = {
  good: { word: "Good", icon: Check, key: "1", chosen: "border-ok bg-ok/10 text-ok", text: "text-ok" },
  neutral: {
    word: "Neutral",
    icon: Minus,
    key: "2",
    chosen: "border-info bg-info/10 text-info",
    text: "text-info",
  },
  bad: { word: "Bad", icon: X, key: "3", chosen: "border-bad bg-bad/10 text-bad", text: "text-bad" },
};

export const FIRST_ERROR_LOOK: Look = {
  ...{ word: "First error", icon: Flag, key: "4" },
  ...{ chosen: "border-bad bg-bad-fill text-on-accent", text: "text-bad" },
};

/** The first error of a trace, in words. */
export function firstErrorInWords(firstError: number | null): string {
  if (firstError === null) return "not said";
  return firstError === 0 ? "no step is wrong" : `step ${firstError}`;
}

import type { Tone } from "@/components/ui/badge";
import type { ContinuationVerdict } from "@/lib/contracts";

/** A verdict in words. */
export const VERDICT_LOOKS: Record<ContinuationVerdict, { word: string; tone: Tone }> = {
  right: { word: "right", tone: "ok" },
  wrong: { word: "wrong", tone: "bad" },
  truncated: { word: "truncated: counts as a failure", tone: "warn" },
  malformed: { word: "malformed: counts as a failure", tone: "warn" },
  unknown: { word: "could not be graded", tone: "muted" },
};

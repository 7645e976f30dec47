import { cx } from "@/components/ui/cx";
import type { SolvabilityCounts } from "@/lib/contracts";
import { type SolvabilityState, solvabilityState } from "./prepare-trace";

const MOST_PIPS = 16;

export const STATE_WORDS: Record<SolvabilityState, string> = {
  value: "scored",
  missing: "all continuations lost: missing, not zero",
  "not-scored": "not scored: no continuation was sampled",
};

/** "3 of 4 continuations right, 1 lost" and what a reader needs for the other states. */
export function countsInWords(counts: SolvabilityCounts): string {
  const state = solvabilityState(counts);
  if (state !== "value") return STATE_WORDS[state];
  const lost = counts.requested - counts.returned;
  const extra = [
    lost > 0 ? `${lost} lost` : "",
    counts.truncated > 0 ? `${counts.truncated} of the wrong ones truncated` : "",
  ].filter(Boolean);
  return [`${counts.successes} of ${counts.returned} continuations right`, ...extra].join(", ");
}

interface Props {
  counts: SolvabilityCounts;
  /** Hollow: the interval of c_i crosses tau, so these few continuations cannot tell. */
  hollow?: boolean;
  size?: "sm" | "md";
}

/** c_i as pips: right ones filled, wrong ones empty, lost ones hatched; a dash where nothing was scored. */
export function Pips({ counts, hollow = false, size = "md" }: Props) {
  const label = countsInWords(counts);
  const box = size === "sm" ? "size-1.5" : "size-2.5";
  if (counts.requested === 0)
    return (
      <span role="img" aria-label={label} title={label} className="text-ink-3">
        –
      </span>
    );
  if (counts.requested > MOST_PIPS)
    return (
      <span role="img" aria-label={label} title={label}>
        {counts.successes}/{counts.returned}
      </span>
    );
  return (
    <span role="img" aria-label={label} title={label} className="inline-flex flex-wrap gap-0.5 align-middle">
      {Array.from({ length: counts.requested }, (_, i) => `pip-${i}`).map((key, i) => (
        <span key={key} className={cx(box, "rounded-full border", lookOf(i, counts, hollow))} />
      ))}
    </span>
  );
}

function lookOf(i: number, { successes, returned }: SolvabilityCounts, hollow: boolean): string {
  if (i < successes) return hollow ? "border-2 border-accent" : "border-accent bg-accent";
  return i < returned ? "border-line-strong" : "hatched border-line-strong border-dashed";
}

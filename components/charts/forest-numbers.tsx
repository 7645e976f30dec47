import { Badge, type Tone } from "@/components/ui/badge";
import {
  type ArmComparison,
  pointsInterval,
  pValue,
  signedPoints,
  VERDICT_WORDS,
  type Verdict,
} from "@/lib/stats/ablation";

export const VERDICT_TONES: Record<Verdict, Tone> = {
  distinguishable: "info",
  "practically-equal": "neutral",
  "not-distinguishable": "muted",
  "not-enough-seeds": "warn",
};

/**
 * What the verdict rests on: p and the family that it was adjusted over. Below three seeds no p is shown, since beside
 * "not enough seeds" it would be read as a verdict.
 */
export function basisOf(c: ArmComparison): string {
  const seeds = `S = ${c.armSeeds === c.baselineSeeds ? c.armSeeds : `${c.armSeeds} v ${c.baselineSeeds}`}`;
  if (Math.min(c.armSeeds, c.baselineSeeds) === 1) return `question noise only, ${seeds}`;
  if (c.verdict === "not-enough-seeds" || c.pAdjusted === null) return seeds;
  const p = pValue(c.pAdjusted);
  if (c.role === "declared") return `Holm ${p}, family of ${c.familySize}, ${seeds}`;
  return c.role === "contrast" ? `${p}, on its own, ${seeds}` : `${p}, not adjusted, ${seeds}`;
}

/** A verdict in words. An exploratory row carries none, whatever its p. */
export function VerdictBadge({ comparison: c }: { comparison: ArmComparison }) {
  if (c.role === "exploratory") return <Badge tone="muted">exploratory</Badge>;
  return <Badge tone={VERDICT_TONES[c.verdict]}>{VERDICT_WORDS[c.verdict]}</Badge>;
}

/** Difference, interval, verdict and its basis: all in sight, nothing left to a hover. */
export function ForestNumbers({ comparison: c }: { comparison: ArmComparison }) {
  if (c.diff === null) return <span className="hidden sm:block" />;
  return (
    <div className="text-xs sm:text-right">
      <span className="font-medium">{signedPoints(c.diff)}</span>{" "}
      {c.interval ? pointsInterval(c.interval.lo, c.interval.hi) : "points, no interval"}
      <span className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-2xs sm:justify-end">
        <VerdictBadge comparison={c} />
        {basisOf(c)}
      </span>
    </div>
  );
}

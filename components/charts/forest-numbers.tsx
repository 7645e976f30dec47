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

/** What stands beside a row in place of a verdict: a second look that the declared analysis does not hold. */
export interface RowWords {
  badge: string;
  basis: string;
}

/**
 * What the verdict rests on: p and the family that it was adjusted over. Below three seeds no p is shown, since beside
 * "not enough seeds" it would be read as a verdict.
 */
export function basisOf(c: ArmComparison): string {
  const seeds = `S = ${c.armSeeds === c.baselineSeeds ? c.armSeeds : `${c.armSeeds} v ${c.baselineSeeds}`}`;
  return [...testOf(c), seeds, c.givenWarmUp ? "given this warm-up" : ""].filter(Boolean).join(", ");
}

function testOf(c: ArmComparison): string[] {
  if (!c.countKnown) return ["count unknown"];
  if (c.basis === "questions")
    return ["question noise only", c.holdsZero === null ? "" : c.holdsZero ? "holds 0" : "excludes 0"];
  if (c.verdict === "not-enough-seeds" || c.pAdjusted === null) return [];
  const p = pValue(c.pAdjusted);
  if (c.role === "declared") return [`Holm ${p}, family of ${c.familySize}`];
  return [`${p}, ${c.role === "contrast" ? "on its own" : "not adjusted"}`];
}

/** A verdict in words. An exploratory row carries none, whatever its p. */
export function VerdictBadge({ comparison: c }: { comparison: ArmComparison }) {
  if (c.role === "exploratory") return <Badge tone="muted">exploratory</Badge>;
  return <Badge tone={VERDICT_TONES[c.verdict]}>{VERDICT_WORDS[c.verdict]}</Badge>;
}

/** Difference, interval, verdict and its basis: all in sight, nothing left to a hover. */
export function ForestNumbers({
  comparison: c,
  words,
}: {
  comparison: ArmComparison;
  words?: RowWords | undefined;
}) {
  if (c.diff === null) return <span className="hidden sm:block" />;
  return (
    <div className="text-xs sm:text-right">
      <span className="font-medium">{signedPoints(c.diff)}</span>{" "}
      {c.interval ? pointsInterval(c.interval.lo, c.interval.hi) : "points, no interval"}
      <span className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-2xs sm:justify-end">
        {words ? <Badge tone="muted">{words.badge}</Badge> : <VerdictBadge comparison={c} />}
        {words ? words.basis : basisOf(c)}
      </span>
    </div>
  );
}

import type { SeedDifference } from "./difference";
import type { ArmComparison, CompareOptions, Verdict } from "./types";
import { counted, points, pValue, signedInterval, signedPoints } from "./words";

/** Fewest seeds per arm that carry a verdict. */
export const SEEDS_FOR_A_VERDICT = 3;

/** The verdict, first that fits (statistics.md 6). `p` is the one that decides: Holm's within the family. */
export function verdictOf(
  difference: SeedDifference,
  pAdjusted: number | null,
  { alpha, delta }: Pick<CompareOptions, "alpha" | "delta">,
): Verdict {
  if (Math.min(difference.armSeeds, difference.baselineSeeds) < SEEDS_FOR_A_VERDICT)
    return "not-enough-seeds";
  const { lo, hi } = difference.equivalence;
  if (lo !== null && hi !== null && lo > -delta && hi < delta) return "practically-equal";
  return pAdjusted !== null && pAdjusted < alpha ? "distinguishable" : "not-distinguishable";
}

type Told = Omit<ArmComparison, "sentence">;

/** The comparison in plain sentences: the difference, its interval, the verdict, and what would have been needed. */
export function comparisonSentence(told: Told, options: CompareOptions): string {
  const judged = told.role === "exploratory" ? exploratorySentence(told) : verdictSentence(told, options);
  const parts = [headOf(told), judged, warmUpSentence(told)];
  if (told.role === "exploratory") parts.push("Exploratory: not part of the declared comparisons.");
  return parts.filter(Boolean).join(" ");
}

function headOf({ diff, interval, p, pAdjusted, role, familySize, verdict }: Told): string {
  if (diff === null) return "No two finished evaluations to compare yet.";
  if (!interval) return `${signedPoints(diff)} points.`;
  const level = Math.round(100 * interval.level);
  const range = `${signedPoints(diff)} points ${signedInterval(interval.lo, interval.hi)} (${level}%, ${interval.method}, ${interval.random})`;
  // A p value beside "no verdict" would be read as one.
  if (verdict === "not-enough-seeds" || p === null || pAdjusted === null) return `${range}.`;
  return role === "declared"
    ? `${range}, Holm ${pValue(pAdjusted)} over ${counted(familySize, "comparison")}.`
    : `${range}, ${pValue(p)}, not adjusted.`;
}

/** statistics.md 5: such an interval covers 83% at three seeds as a claim about the method. */
function warmUpSentence({ givenWarmUp, diff }: Told): string {
  if (!givenWarmUp || diff === null) return "";
  return "Given this warm-up: all seeds start from the same one, whose own noise is not in the interval.";
}

/** A row outside the declared comparisons carries no verdict: a word of finding beside an unadjusted p is read as one. */
function exploratorySentence({ diff, verdict, armSeeds, baselineSeeds, ...told }: Told): string {
  if (diff === null) return "";
  if (verdict !== "not-enough-seeds") return "No verdict.";
  return [seedsSentence(Math.min(armSeeds, baselineSeeds)), questionsSentence(told)]
    .filter(Boolean)
    .join(" ");
}

function verdictSentence(told: Told, { delta, alpha, power }: CompareOptions): string {
  if (told.diff === null) return "";
  switch (told.verdict) {
    case "not-enough-seeds":
      return [seedsSentence(Math.min(told.armSeeds, told.baselineSeeds)), questionsSentence(told)]
        .filter(Boolean)
        .join(" ");
    case "practically-equal": {
      const level = Math.round(100 * (1 - 2 * alpha));
      const significant = told.pAdjusted !== null && told.pAdjusted < alpha;
      return `Practically equal: the ${level}% interval lies within ±${points(delta)}${significant ? `, although the difference is significant (${pValue(told.pAdjusted ?? 1)})` : ""}.`;
    }
    case "distinguishable":
      return `Distinguishable: ${told.arm} is ${(told.diff ?? 0) > 0 ? "above" : "below"} ${told.baseline}.`;
    case "not-distinguishable":
      return `Not distinguishable. ${powerSentence(told, power)}`;
  }
}

/** What one run says: whether the questions alone already leave the difference open, and what they cannot know. */
function questionsSentence({
  basis,
  holdsZero,
  countKnown,
}: Pick<Told, "basis" | "holdsZero" | "countKnown">): string {
  if (basis !== "questions") return "";
  if (!countKnown) return "A reported percentage is no whole count: no interval. Retraining noise unknown.";
  if (holdsZero === null) return "Retraining noise unknown.";
  return holdsZero
    ? "The interval holds 0 before retraining noise is even counted; retraining noise unknown."
    : "The interval leaves out 0, but it knows the questions only: retraining noise unknown.";
}

function seedsSentence(seeds: number): string {
  return `Not enough seeds: ${counted(seeds, "seed")} ${seeds === 1 ? "carries" : "carry"} no verdict, ${SEEDS_FOR_A_VERDICT} do.`;
}

function powerSentence({ minimumDetectable, seedsNeeded, interval, diff }: Told, power: number): string {
  if (minimumDetectable === null)
    return interval === null ? "The seeds show no spread at all, so the noise cannot be estimated." : "";
  const seen = `These seeds could have shown ${points(minimumDetectable)} (${Math.round(100 * power)}% power, one comparison on its own).`;
  if (diff === null || Math.abs(diff) < 5e-4) return seen;
  return seedsNeeded === null
    ? `${seen} The observed difference is too small for any number of seeds one could train.`
    : `${seen} To see the observed ${points(diff)}, about ${counted(seedsNeeded, "seed")} per arm are needed.`;
}

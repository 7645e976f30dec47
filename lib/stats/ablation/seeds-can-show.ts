import { signFlipFloor, twoSampleFloor } from "../permutation";
import { detectableEffect, seedsForPower } from "../power-of-seeds";
import { wilson } from "../proportions";
import { claimOf } from "./arm-summary";
import type { SeedClaim } from "./types";
import { counted, percent, points, pValue } from "./words";

/** What a launch of S seeds can and cannot show. Shares in [0, 1]. */
export type SeedsCanShow = {
  seeds: number;
  claim: SeedClaim;
  /** Smallest p of an exact permutation test of S v S seeds, and of sign flips of S paired differences. */
  permutationFloor: number | null;
  signFlipFloor: number | null;
  /** Smallest difference seen with 80% power; null below two seeds. */
  minimumDetectable: { paired: number | null; unpaired: number | null };
  /** Seeds per arm needed for differences of 1, 2, 5 and 10 points, arms sharing their warm-ups; null: out of reach. */
  seedsNeeded: { difference: number; paired: number | null; unpaired: number | null }[];
  /** Half the width of the question-only interval of one run at 50% accuracy; null without questions. */
  questionHalfWidth: number | null;
  sentences: string[];
};

/** Seed-to-seed correlation of arms that share their warm-ups, for planning: half the variance is the warm-up's. */
const PLANNED_CORRELATION = 0.5;
const PLANNED_DIFFERENCES = [0.01, 0.02, 0.05, 0.1];

/**
 * For the launch form: what S seeds per arm show on benchmarks of n questions if accuracies vary by `sd` between seeds
 * (a guess, as a share: 0.02 is two points). Arms that share warm-ups are planned with a correlation of one half, which
 * makes the SD of their differences equal to `sd`. `comparisons` is the size of the Holm family, if known.
 */
export function whatSeedsCanShow(
  seeds: number,
  questions: number,
  sd: number,
  comparisons = 1,
): SeedsCanShow {
  const sdOfDifferences = sd * Math.sqrt(2 * (1 - PLANNED_CORRELATION));
  const detectable = {
    paired: detectableEffect(seeds, sdOfDifferences, { design: "paired" }),
    unpaired: detectableEffect(seeds, sd),
  };
  const facts = {
    seeds,
    claim: claimOf(seeds),
    permutationFloor: seeds < 1 ? null : twoSampleFloor(seeds, seeds),
    signFlipFloor: seeds < 1 ? null : signFlipFloor(seeds),
    minimumDetectable: detectable,
    seedsNeeded: PLANNED_DIFFERENCES.map((difference) => ({
      difference,
      paired: seedsForPower(difference, sdOfDifferences, { design: "paired" }),
      unpaired: seedsForPower(difference, sd),
    })),
    questionHalfWidth: halfWidth(questions),
  };
  return { ...facts, sentences: sentencesOf(facts, questions, sd, comparisons) };
}

function halfWidth(questions: number): number | null {
  const { lo, hi } = wilson(questions / 2, questions);
  return lo === null || hi === null ? null : (hi - lo) / 2;
}

function sentencesOf(
  facts: Omit<SeedsCanShow, "sentences">,
  questions: number,
  sd: number,
  comparisons: number,
): string[] {
  const width =
    facts.questionHalfWidth === null
      ? ""
      : ` One run on ${counted(questions, "question")} is known to ±${points(facts.questionHalfWidth)} (Wilson, 95%, at 50%).`;
  return [
    `${claimSentence(facts)}${width}`,
    ...floorSentences(facts, comparisons),
    ...powerSentences(facts, sd),
  ];
}

function claimSentence({ claim }: Pick<SeedsCanShow, "claim">): string {
  const words: Record<SeedClaim, string> = {
    nothing: "No seeds, no result.",
    "question-only":
      "One seed: an interval over questions only; retraining noise stays unknown and no verdict is given.",
    grey: "Two seeds: two dots and a grey interval, no verdict.",
    verdict: "Three or more seeds: means with t intervals over seeds, and verdicts.",
  };
  return words[claim];
}

function floorSentences(
  { seeds, permutationFloor, signFlipFloor: flipFloor }: Omit<SeedsCanShow, "sentences">,
  comparisons: number,
): string[] {
  if (seeds < 2 || permutationFloor === null || flipFloor === null) return [];
  const floor = `An exact permutation test of ${seeds} v ${seeds} seeds cannot go below ${pValue(permutationFloor)}, one of ${seeds} matched pairs not below ${pValue(flipFloor)}; the verdicts use t tests, which assume roughly normal seed noise.`;
  if (comparisons < 2) return [floor];
  return [
    floor,
    `With ${comparisons} comparisons Holm's adjustment asks the clearest one for p < ${(0.05 / comparisons).toFixed(4)}.`,
  ];
}

function powerSentences(facts: Omit<SeedsCanShow, "sentences">, sd: number): string[] {
  const { paired, unpaired } = facts.minimumDetectable;
  if (paired === null || unpaired === null) return [];
  const needs = facts.seedsNeeded
    .filter(({ difference }) => difference < Math.max(paired, unpaired))
    .map(
      (each) =>
        `${points(each.difference)}: ${each.paired === null ? "out of reach" : counted(each.paired, "seed")}`,
    );
  const smallest = `If seeds vary by ${points(sd)} (SD), ${counted(facts.seeds, "seed")} per arm show differences from ${points(paired)} up where arms share their warm-ups, from ${points(unpaired)} up where they do not (80% power, one comparison).`;
  return needs.length === 0
    ? [smallest]
    : [smallest, `Smaller ones need more, with shared warm-ups: ${needs.join("; ")}.`];
}

/** "80% power" of the sentences above as numbers, for a tooltip. */
export const PLANNING_ASSUMPTIONS = `80% power, 5% level, seed correlation ${percent(PLANNED_CORRELATION)} with shared warm-ups`;

import { mean, variance } from "../moments";
import type { SeedDesign } from "../power";
import { detectableEffect, seedsForPower } from "../power-of-seeds";
import { type DifferenceTest, pairedT, welch } from "../seeds";
import { isGivenWarmUp } from "./seed-dots";
import type { ArmSummary, CompareOptions, SeedDot } from "./types";

/** The seeds of two arms brought together, tested, and what they could have shown. */
export type SeedDifference = {
  design: SeedDesign;
  givenWarmUp: boolean;
  armSeeds: number;
  baselineSeeds: number;
  seedDifferences: { seed: number; diff: number }[];
  sd: number | null;
  test: DifferenceTest;
  /** Bounds of the (1 - 2 alpha) interval that decides "practically equal". */
  equivalence: { lo: number | null; hi: number | null };
  minimumDetectable: number | null;
  seedsNeeded: number | null;
};

/** The dots of two arms that a comparison rests on. */
export type Compared = {
  design: SeedDesign;
  givenWarmUp: boolean;
  /** Of one length and order of seeds when paired. */
  arm: SeedDot[];
  baseline: SeedDot[];
};

/**
 * Decides what is compared (statistics.md 5). Paired where the two arms' runs of every shared seed have one warm-up in
 * common, a warm-up of that seed: Welch would then be far too wide. Seeds that only one of them has finished are left
 * out. Unpaired else, all seeds; also where one warm-up serves *all* seeds, since then nothing ties seed s to seed s and
 * the claim holds for this warm-up only.
 */
export function comparedDots(arm: ArmSummary, baseline: ArmSummary): Compared {
  const pairs = arm.seeds.flatMap((dot) => {
    const other = baseline.seeds.find(({ seed }) => seed === dot.seed);
    return other ? [{ dot, other }] : [];
  });
  const given = isGivenWarmUp(arm.seeds) || isGivenWarmUp(baseline.seeds);
  const shared = pairs.every(
    ({ dot, other }) => dot.warmUpRunId !== null && dot.warmUpRunId === other.warmUpRunId,
  );
  if (pairs.length === 0 || !shared || given)
    return { design: "unpaired", givenWarmUp: given, arm: arm.seeds, baseline: baseline.seeds };
  return {
    design: "paired",
    givenWarmUp: false,
    arm: pairs.map(({ dot }) => dot),
    baseline: pairs.map(({ other }) => other),
  };
}

/** arm - baseline over seeds: t on the differences of the same seed, or Welch's t. */
export function differenceOf(
  { design, givenWarmUp, ...dots }: Compared,
  options: CompareOptions,
): SeedDifference {
  const [a, b] = [dots.arm.map(accuracyOf), dots.baseline.map(accuracyOf)];
  const test = (level: number) => (design === "paired" ? pairedT(a, b, level) : welch(a, b, level));
  const seedDifferences =
    design === "paired" ? dots.arm.map(({ seed }, i) => ({ seed, diff: (a[i] ?? 0) - (b[i] ?? 0) })) : [];
  const shown = test(options.level);
  const sd = spreadOf(design, seedDifferences, a, b);
  return {
    design,
    givenWarmUp,
    armSeeds: a.length,
    baselineSeeds: b.length,
    seedDifferences,
    sd,
    test: shown,
    equivalence: test(1 - 2 * options.alpha),
    ...powerOf(design, Math.min(a.length, b.length), sd, shown.diff, options),
  };
}

const accuracyOf = (dot: SeedDot) => dot.accuracy;

/** SD that the power is computed with: of the differences, or the pooled one of an arm. */
function spreadOf(
  design: SeedDesign,
  each: SeedDifference["seedDifferences"],
  a: readonly number[],
  b: readonly number[],
): number | null {
  const variances =
    design === "paired" ? [variance(each.map(({ diff }) => diff))] : [variance(a), variance(b)];
  const known = variances.filter((value) => value !== null);
  const pooled = known.length === variances.length ? mean(known) : null;
  return pooled === null ? null : Math.sqrt(pooled);
}

/** Null where the seeds have no spread: power cannot be told from a noise of zero. */
function powerOf(
  design: SeedDesign,
  seeds: number,
  sd: number | null,
  diff: number | null,
  { alpha, power }: CompareOptions,
): Pick<SeedDifference, "minimumDetectable" | "seedsNeeded"> {
  if (sd === null || sd < NO_SPREAD) return { minimumDetectable: null, seedsNeeded: null };
  const options = { alpha, power, design };
  return {
    minimumDetectable: detectableEffect(seeds, sd, options),
    seedsNeeded: diff === null ? null : seedsForPower(diff, sd, options),
  };
}

/** Standard deviations of shares below this are rounding, not noise (one question of 10,000 is 1e-4). */
const NO_SPREAD = 1e-10;

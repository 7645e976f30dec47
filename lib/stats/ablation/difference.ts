import { variance } from "../moments";
import { minimumDetectable, type SeedDesign, seedsNeeded } from "../power";
import { type DifferenceTest, pairedT, welch } from "../seeds";
import type { ArmSummary, CompareOptions } from "./types";

/** The seeds of two arms brought together, tested, and what they could have shown. */
export type SeedDifference = {
  design: SeedDesign;
  armSeeds: number;
  baselineSeeds: number;
  seedDifferences: { seed: number; diff: number }[];
  test: DifferenceTest;
  /** Bounds of the (1 - 2 alpha) interval that decides "practically equal". */
  equivalence: { lo: number | null; hi: number | null };
  minimumDetectable: number | null;
  seedsNeeded: number | null;
};

/**
 * arm - baseline over seeds. Paired by seed where both start from (or are) their seed's warm-up: Welch would then be far
 * too wide; seeds that only one of them has finished are left out. Else Welch on all.
 */
export function differenceOf(
  arm: ArmSummary,
  baseline: ArmSummary,
  paired: boolean,
  options: CompareOptions,
): SeedDifference {
  return paired ? pairedOf(arm, baseline, options) : unpairedOf(arm, baseline, options);
}

function pairedOf(arm: ArmSummary, baseline: ArmSummary, options: CompareOptions): SeedDifference {
  const pairs = arm.seeds.flatMap(({ seed, accuracy }) => {
    const other = baseline.seeds.find((dot) => dot.seed === seed);
    return other ? [{ seed, a: accuracy, b: other.accuracy }] : [];
  });
  const [a, b] = [pairs.map((pair) => pair.a), pairs.map((pair) => pair.b)];
  const seedDifferences = pairs.map((pair) => ({ seed: pair.seed, diff: pair.a - pair.b }));
  const spread = variance(seedDifferences.map(({ diff }) => diff));
  const test = pairedT(a, b, options.level);
  return {
    design: "paired",
    armSeeds: pairs.length,
    baselineSeeds: pairs.length,
    seedDifferences,
    test,
    equivalence: pairedT(a, b, 1 - 2 * options.alpha),
    ...powerOf("paired", pairs.length, spread, test.diff, options),
  };
}

function unpairedOf(arm: ArmSummary, baseline: ArmSummary, options: CompareOptions): SeedDifference {
  const a = arm.seeds.map((dot) => dot.accuracy);
  const b = baseline.seeds.map((dot) => dot.accuracy);
  const test = welch(a, b, options.level);
  const [varianceA, varianceB] = [variance(a), variance(b)];
  const pooled = varianceA === null || varianceB === null ? null : (varianceA + varianceB) / 2;
  return {
    design: "unpaired",
    armSeeds: a.length,
    baselineSeeds: b.length,
    seedDifferences: [],
    test,
    equivalence: welch(a, b, 1 - 2 * options.alpha),
    ...powerOf("unpaired", Math.min(a.length, b.length), pooled, test.diff, options),
  };
}

/** Null where the seeds have no spread: power cannot be told from a noise of zero. */
function powerOf(
  design: SeedDesign,
  seeds: number,
  spread: number | null,
  diff: number | null,
  { alpha, power }: CompareOptions,
): Pick<SeedDifference, "minimumDetectable" | "seedsNeeded"> {
  if (spread === null || spread < NO_SPREAD) return { minimumDetectable: null, seedsNeeded: null };
  const sd = Math.sqrt(spread);
  return {
    minimumDetectable: minimumDetectable(seeds, sd, { alpha, power, design }),
    seedsNeeded: diff === null ? null : seedsNeeded(diff, sd, { alpha, power, design }),
  };
}

/** Variances of shares below this are rounding, not noise (one question of 10,000 is 1e-8). */
export const NO_SPREAD = 1e-20;

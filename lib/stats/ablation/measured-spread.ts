import { mean } from "../moments";
import type { AblationComparison } from "./compare-arms";

/** The spread of paired differences that one ablation has shown on one benchmark. Shares. */
export type MeasuredSpread = {
  benchmark: string;
  /** Pooled SD over seeds of the paired differences. */
  sd: number;
  /** Pairs of arms that were pooled, and the fewest seeds behind any of them. */
  pairs: number;
  seeds: number;
  questions: number;
};

/** Equal differences differ by their last bits. */
const NO_SPREAD = 1e-10;
/** A spread to plan with, and the ablation that has shown it. */
export type SourcedSpread = MeasuredSpread & { ablation: { id: string; name: string } };

/** Below this no verdict is given, and an SD means little. */
const FEWEST_SEEDS = 3;

/**
 * SD over seeds of the paired differences of an ablation, by benchmark: sqrt of the mean variance over its declared pairs
 * (the contrast included) that share warm-ups and have three seeds or more. The pairs share arms, so they are no
 * independent estimates: what was learned is worth hardly more than S - 1 degrees of freedom. Benchmarks without such a
 * pair, or without any spread, are left out.
 */
export function measuredSpreads({ comparisons }: Pick<AblationComparison, "comparisons">): MeasuredSpread[] {
  const usable = comparisons.flatMap(({ benchmark, role, design, armSeeds, questions, sd }) => {
    const isDeclared = role === "declared" || role === "contrast";
    const counts = benchmark !== null && isDeclared && design === "paired" && armSeeds >= FEWEST_SEEDS;
    return counts && sd !== null ? [{ benchmark, seeds: armSeeds, questions, variance: sd ** 2 }] : [];
  });
  return [...new Set(usable.map(({ benchmark }) => benchmark))].flatMap((benchmark) => {
    const own = usable.filter((each) => each.benchmark === benchmark);
    const sd = Math.sqrt(mean(own.map(({ variance }) => variance)) ?? 0);
    const seeds = Math.min(...own.map((each) => each.seeds));
    const questions = Math.min(...own.map((each) => each.questions));
    return sd > NO_SPREAD ? [{ benchmark, sd, pairs: own.length, seeds, questions }] : [];
  });
}

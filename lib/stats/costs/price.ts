import type { CostSeed } from "@/lib/contracts/costs";
import type { AblationResults } from "@/lib/contracts/results";
import { mean } from "../moments";
import { type FiellerSet, fieller } from "../ratios";
import { type TInterval, tInterval } from "../seeds";
import { pairsOf } from "./cost-ratio";
import { COST_MEASURES, type CostMeasure, finishedSeeds } from "./measures";

/** One seed's extra cost, in the unit of the measure, and gain in percentage points. */
export interface PriceSeed {
  seed: number;
  cost: number;
  gain: number;
}

/** What a percentage point of accuracy cost. */
export type PriceOfAPoint =
  | {
      kind: "priced";
      seeds: PriceSeed[];
      cost: TInterval;
      /** Percentage points. */
      gain: TInterval;
      /** Cost over gain by Fieller, paired by seed: unit of the measure per point. */
      set: FiellerSet;
    }
  | { kind: "none"; words: string };

export interface PriceQuestion {
  arm: string;
  /** Null: against the warm-up that each seed started from, whose own cost all arms share and none pays again. */
  baseline: string | null;
  measure: CostMeasure;
  /** Null: the mean over benchmarks, each weighing the same. */
  benchmark: string | null;
}

type Accuracies = Pick<AblationResults, "benchmarks" | "cells">;

/** Benchmarks that trainings are evaluated on: those that only an imported set has say nothing of what a training bought. */
export function trainedBenchmarks<B extends Accuracies["benchmarks"][number]>(benchmarks: readonly B[]): B[] {
  return benchmarks.filter(({ imported }) => !imported);
}

/** Accuracy of a run's newest evaluated checkpoint, a share; null where an evaluation is missing. */
export function accuracyOf(results: Accuracies, runId: string, benchmark: string | null): number | null {
  if (benchmark === null) {
    const each = trainedBenchmarks(results.benchmarks).map(({ key }) => accuracyOf(results, runId, key));
    const known = each.filter((value) => value !== null);
    return known.length === each.length ? mean(known) : null;
  }
  const own = results.cells.filter((cell) => cell.runId === runId && cell.benchmark === benchmark);
  const newest = own.reduce((a, b) => (a && a.trainStep > b.trainStep ? a : b), own[0]);
  if (!newest || newest.correct === null || newest.graded === 0) return null;
  return newest.correct / newest.graded;
}

const none = (words: string): PriceOfAPoint => ({ kind: "none", words });

function againstWarmUp(all: readonly CostSeed[], results: Accuracies, question: PriceQuestion) {
  const { of } = COST_MEASURES[question.measure];
  return finishedSeeds(all, question.arm).map((seed) => ({
    seed: seed.seed,
    cost: of(seed),
    from: seed.warmUpRunId === null ? null : accuracyOf(results, seed.warmUpRunId, question.benchmark),
    to: accuracyOf(results, seed.runId, question.benchmark),
  }));
}

function againstArm(
  all: readonly CostSeed[],
  results: Accuracies,
  question: PriceQuestion,
  baseline: string,
) {
  const { of } = COST_MEASURES[question.measure];
  return pairsOf(all, question.arm, baseline)?.map(({ seed, own, other }) => ({
    seed,
    cost: of(own) - of(other),
    from: accuracyOf(results, other.runId, question.benchmark),
    to: accuracyOf(results, own.runId, question.benchmark),
  }));
}

/**
 * What a point of accuracy cost, over finished and evaluated trainings: the training's cost over its gain on the warm-up
 * it started from, or the extra cost over the extra accuracy against another arm, seed by seed. Fieller's set, since the
 * gain may be 0: then the price is unbounded, and that is the finding.
 */
export function priceOfAPoint(
  all: readonly CostSeed[],
  results: Accuracies,
  question: PriceQuestion,
  level = 0.95,
): PriceOfAPoint {
  const { arm, baseline } = question;
  const own = finishedSeeds(all, arm);
  if (own.length === 0) return none("no finished training");
  if (baseline === arm) return none("the baseline itself");
  if (baseline === null && own.every((seed) => seed.warmUpRunId === null))
    return none("started from no warm-up");
  const found =
    baseline === null ? againstWarmUp(all, results, question) : againstArm(all, results, question, baseline);
  if (!found) return none("does not share its warm-ups with the baseline: not paired by seed");
  const seeds = found.flatMap(({ seed, cost, from, to }): PriceSeed[] =>
    from === null || to === null ? [] : [{ seed, cost, gain: 100 * (to - from) }],
  );
  if (seeds.length === 0) return none("no evaluation of both to compare");
  const [costs, gains] = [seeds.map(({ cost }) => cost), seeds.map(({ gain }) => gain)];
  return {
    ...{ kind: "priced", seeds },
    cost: tInterval(costs, level),
    gain: tInterval(gains, level),
    set: fieller(costs, gains, { level }),
  };
}

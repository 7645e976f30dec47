import type { AblationResults, ResultArm } from "@/lib/contracts/results";
import { holm } from "../multiple";
import { summarizeArm, summarizeOverBenchmarks } from "./arm-summary";
import { differenceOf, type SeedDifference } from "./difference";
import {
  type ArmComparison,
  type ArmSummary,
  type CompareOptions,
  type ComparisonRole,
  DEFAULT_COMPARE_OPTIONS,
  type NamedInterval,
} from "./types";
import { comparisonSentence, verdictOf } from "./verdict";

/** The measured facts that a comparison needs; `AblationResults` is one. */
export type CompareInput = Pick<
  AblationResults,
  "arms" | "benchmarks" | "cells" | "baselineArm" | "contrast"
>;

export type AblationComparison = {
  /** Every arm on every benchmark, then over all of them (benchmark null) where there are two or more. */
  summaries: ArmSummary[];
  comparisons: ArmComparison[];
  /** Declared arm pairs x benchmarks that Holm's adjustment counts, finished or not. */
  familySize: number;
  options: CompareOptions;
  /** How everything here was computed, in sentences for a footnote and for exports. */
  method: string[];
};

type Pair = { arm: ResultArm; baseline: ResultArm };
type Planned = Pair & { benchmark: string | null; role: ComparisonRole };
type Tested = { plan: Planned; difference: SeedDifference; questions: number };

/**
 * Compares the arms of an ablation (statistics.md 3-7): per arm the seed dots, mean and interval; per declared pair and
 * benchmark the difference with its test, Holm's p, verdict and sentence. Pairs are all arms against `baselineArm`, or
 * all pairs where none is declared; nothing that a page filters out of view may be left out of `input`. The contrast
 * declared before launch stays outside the family. Cells of undeclared benchmarks or arms are ignored.
 */
export function compareArms(
  input: CompareInput,
  overrides: Partial<CompareOptions> = {},
): AblationComparison {
  const options = { ...DEFAULT_COMPARE_OPTIONS, ...overrides };
  const arms = [...input.arms].sort((a, b) => a.position - b.position);
  const summaries = summariesOf(input, arms, options.level);
  const plans = planned(input, arms);
  const tested = plans.map((plan) => testPlan(plan, summaries, options));
  const family = tested.filter(({ plan }) => plan.role === "declared");
  // A comparison that is not finished still counts: p = 1 keeps the others honest meanwhile.
  const adjusted = holm(family.map(({ difference }) => difference.test.p ?? 1));
  const comparisons = tested.map((each) => {
    const rank = family.indexOf(each);
    const own = each.difference.test.p;
    const pAdjusted = own === null || rank < 0 ? own : (adjusted[rank] ?? own);
    return comparisonOf(each, pAdjusted, rank < 0 ? 1 : family.length, options);
  });
  return {
    summaries,
    comparisons,
    familySize: family.length,
    options,
    method: methodOf(options, family.length),
  };
}

function summariesOf(input: CompareInput, arms: readonly ResultArm[], level: number): ArmSummary[] {
  return arms.flatMap(({ key }) => {
    const each = input.benchmarks.map((benchmark) => summarizeArm(input.cells, key, benchmark, level));
    return each.length > 1 ? [...each, summarizeOverBenchmarks(each, key, level)] : each;
  });
}

/** Declared pairs in the order of the arms: against the baseline, or each later arm against each earlier one. */
function declaredPairs(arms: readonly ResultArm[], baselineArm: string | null): Pair[] {
  const baseline = arms.find(({ key }) => key === baselineArm);
  if (baseline) return arms.filter((arm) => arm !== baseline).map((arm) => ({ arm, baseline }));
  return arms.flatMap((arm, i) => arms.slice(0, i).map((earlier) => ({ arm, baseline: earlier })));
}

function planned(input: CompareInput, arms: readonly ResultArm[]): Planned[] {
  const isDeclared = (arm: ResultArm) => arm.armId !== null;
  const pairs = declaredPairs(arms.filter(isDeclared), input.baselineArm);
  const warmUps = arms.filter((arm) => !isDeclared(arm));
  const gains = warmUps.flatMap((baseline) => arms.filter(isDeclared).map((arm) => ({ arm, baseline })));
  const benchmarks = input.benchmarks.map(({ key }) => key);
  const overAll = benchmarks.length > 1 ? [null] : [];
  const { contrast } = input;
  const isContrast = ({ arm, baseline }: Pair, benchmark: string | null) =>
    contrast !== null &&
    benchmark === contrast.benchmark &&
    [arm.key, baseline.key].sort().join() === [contrast.arm, contrast.baseline].sort().join();
  const rows = pairs.flatMap((pair) => [
    ...benchmarks
      .filter((benchmark) => !isContrast(pair, benchmark))
      .map((benchmark): Planned => ({ ...pair, benchmark, role: "declared" })),
    ...overAll.map((benchmark): Planned => ({ ...pair, benchmark, role: "exploratory" })),
  ]);
  const exploratory = gains.flatMap((pair) =>
    [...benchmarks, ...overAll].map((benchmark): Planned => ({ ...pair, benchmark, role: "exploratory" })),
  );
  return [...contrastPlan(input, arms), ...rows, ...exploratory];
}

function contrastPlan({ contrast }: CompareInput, arms: readonly ResultArm[]): Planned[] {
  const arm = arms.find(({ key }) => key === contrast?.arm);
  const baseline = arms.find(({ key }) => key === contrast?.baseline);
  return contrast && arm && baseline
    ? [{ arm, baseline, benchmark: contrast.benchmark, role: "contrast" }]
    : [];
}

function testPlan(plan: Planned, summaries: readonly ArmSummary[], options: CompareOptions): Tested {
  const of = (key: string) =>
    summaries.find(({ arm, benchmark }) => arm === key && benchmark === plan.benchmark);
  const arm = of(plan.arm.key) ?? emptySummary(plan.arm.key, plan.benchmark);
  const baseline = of(plan.baseline.key) ?? emptySummary(plan.baseline.key, plan.benchmark);
  const paired = plan.arm.sharesWarmUp && plan.baseline.sharesWarmUp;
  return { plan, difference: differenceOf(arm, baseline, paired, options), questions: arm.questions };
}

/** A benchmark named by the contrast but not among the results: nothing finished, nothing claimed. */
function emptySummary(arm: string, benchmark: string | null): ArmSummary {
  return {
    arm,
    benchmark,
    exploratory: false,
    seeds: [],
    seedCount: 0,
    questions: 0,
    claim: "nothing",
    mean: null,
    sd: null,
    interval: null,
    ungraded: 0,
    meanIfWrong: null,
    meanIfRight: null,
    beyondRange: false,
    sentence: "",
  };
}

function comparisonOf(
  { plan, difference, questions }: Tested,
  pAdjusted: number | null,
  familySize: number,
  options: CompareOptions,
): ArmComparison {
  const { test, equivalence: _, ...rest } = difference;
  const told = {
    ...rest,
    arm: plan.arm.key,
    baseline: plan.baseline.key,
    benchmark: plan.benchmark,
    role: plan.role,
    questions,
    diff: test.diff,
    interval: intervalOf(difference, options.level),
    p: test.p,
    pAdjusted,
    familySize,
    verdict: verdictOf(difference, pAdjusted, options),
  };
  const names = { ...told, arm: plan.arm.name, baseline: plan.baseline.name };
  return { ...told, sentence: comparisonSentence(names, options) };
}

function intervalOf({ test, design }: SeedDifference, level: number): NamedInterval | null {
  if (test.lo === null || test.hi === null) return null;
  const method = design === "paired" ? "paired t over seeds" : "Welch's t over seeds";
  return { lo: test.lo, hi: test.hi, level, method, random: "new seeds, same questions" };
}

function methodOf({ level, alpha, power, delta }: CompareOptions, family: number): string[] {
  const percent = (share: number) => `${Math.round(100 * share)}%`;
  return [
    `Dots are seeds; the interval of an arm is t over its seeds (${percent(level)}, new seeds, same questions). One seed: Wilson on its questions, retraining noise unknown.`,
    `Arms that share their warm-ups are compared by t on the differences of the same seed, others by Welch's t.`,
    `Holm's adjustment counts ${family} declared comparisons (arm pairs x benchmarks), whatever is in view; verdicts at ${alpha}.`,
    `Practically equal: the ${percent(1 - 2 * alpha)} interval lies within ±${100 * delta} points. Smallest difference and seeds needed: ${percent(power)} power, one comparison on its own.`,
    "The mean over benchmarks weighs each the same and is exploratory.",
  ];
}

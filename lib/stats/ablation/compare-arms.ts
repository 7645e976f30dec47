import type { ResultArm } from "@/lib/contracts/results";
import { holm } from "../multiple";
import { clustersSentence, summarizeArm, summarizeOverBenchmarks } from "./arm-summary";
import { clusterCaution } from "./clusters";
import { type Compared, comparedDots, differenceOf, type SeedDifference } from "./difference";
import { methodOf } from "./method";
import { benchmarksOf, type CompareInput, type Planned, plannedOf } from "./plan";
import { isQuestionsOnly, questionInterval, questionIntervalOverBenchmarks } from "./question-difference";
import {
  type ArmComparison,
  type ArmSummary,
  type CompareOptions,
  DEFAULT_COMPARE_OPTIONS,
  type NamedInterval,
} from "./types";
import { comparisonSentence, verdictOf } from "./verdict";

export type { CompareInput } from "./plan";

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

type Tested = {
  plan: Planned;
  difference: SeedDifference;
  /** Of questions alone, where one side has a single run. */
  overQuestions: NamedInterval | null;
  questionsOnly: boolean;
  countKnown: boolean;
  questions: number;
  clusters: number | null;
};

/**
 * Compares the arms of an ablation, a selection of runs, or reported results (statistics.md 3-7): per arm the seed dots,
 * mean and interval; per pair and benchmark the difference with its test, Holm's p, verdict and sentence. Pairs are all
 * arms against `baselineArm`, or all pairs where none is declared; nothing that a page filters out of view may be left
 * out of `input`. The contrast declared before launch stays outside the family, reported arms too: they have one run, so
 * that their comparisons know the questions only. Cells of undeclared benchmarks or arms are ignored.
 */
export function compareArms(
  input: CompareInput,
  overrides: Partial<CompareOptions> = {},
): AblationComparison {
  const options = { ...DEFAULT_COMPARE_OPTIONS, ...overrides };
  const arms = [...input.arms].sort((a, b) => a.position - b.position);
  const summaries = summariesOf(input, arms, options.level);
  const plans = plannedOf(input, arms, options.against);
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
  const told = comparisons.map((each) => withCaution(each, input.benchmarks));
  return {
    summaries,
    comparisons: told,
    familySize: family.length,
    options,
    method: methodOf(
      {
        ...{ comparisons, summaries, benchmarks: input.benchmarks },
        ...{ family: family.length, declared: input.ablationId !== null },
      },
      options,
    ),
  };
}

/** Questions in clusters are said where the interval is over questions. */
function withCaution(comparison: ArmComparison, benchmarks: CompareInput["benchmarks"]): ArmComparison {
  const benchmark = benchmarks.find(({ key }) => key === comparison.benchmark);
  const caution = benchmark ? clusterCaution(benchmark, comparison.interval) : "";
  return caution === "" ? comparison : { ...comparison, sentence: `${comparison.sentence} ${caution}` };
}

function summariesOf(input: CompareInput, arms: readonly ResultArm[], level: number): ArmSummary[] {
  return arms.flatMap((arm) => {
    const each = benchmarksOf(input, arm).map((benchmark) =>
      summarizeArm(input.cells, arm, benchmark, level),
    );
    return each.length > 1 ? [...each, summarizeOverBenchmarks(each, arm, level)] : each;
  });
}

function testPlan(plan: Planned, summaries: readonly ArmSummary[], options: CompareOptions): Tested {
  const of = ({ key, source }: ResultArm, benchmark: string | null) =>
    summaries.find((each) => each.arm === key && each.benchmark === benchmark) ??
    emptySummary(key, source, benchmark);
  const [arm, baseline] = [of(plan.arm, plan.benchmark), of(plan.baseline, plan.benchmark)];
  const compared = comparedDots(arm, baseline);
  const questionsOnly = isQuestionsOnly(compared);
  return {
    plan,
    difference: differenceOf(compared, options),
    questionsOnly,
    overQuestions: questionsOnly ? questionsOf(compared, plan, summaries, options.level) : null,
    countKnown: arm.countKnown && baseline.countKnown,
    questions: arm.questions,
    clusters: arm.clusters ?? baseline.clusters,
  };
}

function questionsOf(
  compared: Compared,
  { arm, baseline, benchmark }: Planned,
  summaries: readonly ArmSummary[],
  level: number,
): NamedInterval | null {
  if (benchmark !== null) return questionInterval(compared, level);
  const parts = summaries
    .filter((each) => each.arm === arm.key && each.benchmark !== null)
    .flatMap((own) => {
      const other = summaries.find((each) => each.arm === baseline.key && each.benchmark === own.benchmark);
      return other ? [{ arm: own, baseline: other }] : [];
    });
  return questionIntervalOverBenchmarks(compared, parts, level);
}

/** A benchmark named by the contrast but not among the results: nothing finished, nothing claimed. */
function emptySummary(arm: string, source: ResultArm["source"], benchmark: string | null): ArmSummary {
  return {
    arm,
    source,
    benchmark,
    exploratory: false,
    seeds: [],
    seedCount: 0,
    questions: 0,
    claim: "nothing",
    countKnown: true,
    clusters: null,
    givenWarmUp: false,
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
  { plan, difference, questionsOnly, overQuestions, countKnown, questions, clusters }: Tested,
  pAdjusted: number | null,
  familySize: number,
  options: CompareOptions,
): ArmComparison {
  const { test, equivalence: _, ...rest } = difference;
  const interval = questionsOnly ? overQuestions : intervalOf(difference, options.level);
  const told = {
    ...rest,
    arm: plan.arm.key,
    baseline: plan.baseline.key,
    benchmark: plan.benchmark,
    role: plan.role,
    basis: questionsOnly ? ("questions" as const) : ("seeds" as const),
    countKnown,
    questions,
    diff: test.diff,
    interval,
    holdsZero: interval === null ? null : interval.lo <= 0 && interval.hi >= 0,
    p: test.p,
    pAdjusted,
    familySize,
    verdict: verdictOf(difference, pAdjusted, options),
  };
  const names = { ...told, arm: plan.arm.name, baseline: plan.baseline.name };
  const caution = overQuestions ? clustersSentence(clusters, questions) : "";
  return { ...told, sentence: [comparisonSentence(names, options), caution].filter(Boolean).join(" ") };
}

function intervalOf({ test, design, givenWarmUp }: SeedDifference, level: number): NamedInterval | null {
  if (test.lo === null || test.hi === null) return null;
  const method = design === "paired" ? "paired t over seeds" : "Welch's t over seeds";
  const random = givenWarmUp ? "new seeds from this warm-up, same questions" : "new seeds, same questions";
  return { lo: test.lo, hi: test.hi, level, method, random };
}

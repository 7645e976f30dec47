import type { ReviewEstimate, ScorerAgainstLabels, StepLabel } from "@/lib/contracts";
import {
  aucOfLevels,
  brierScore,
  calibrationCurve,
  type ProcessBenchF1,
  processBenchF1,
  type ScoredItem,
} from "@/lib/stats";
import { estimateOf } from "./estimate";

/** What counts as true of one trace, and what one scorer says of it. */
export interface Comparison {
  stepCount: number;
  truth: { labels: ReadonlyMap<number, StepLabel>; firstError: number | null };
  /** The scorer's number for each trace step, null where it says nothing. */
  values: readonly (number | null)[];
  /** The first error as the scorer states it; undefined leaves it to the values. */
  stated: number | null | undefined;
}

/**
 * The first trace step whose score calls it wrong: below the bound, or 0 where the bound is 0. 0 where none is; null where
 * a trace step before is not scored, so that nothing can be said.
 */
export function firstErrorByScore(values: readonly (number | null)[], below: number): number | null {
  if (values.length === 0) return null;
  for (const [at, value] of values.entries()) {
    if (value === null) return null;
    if (below === 0 ? value <= 0 : value < below) return at + 1;
  }
  return 0;
}

function itemsOf({ truth, values }: Comparison): ScoredItem[] {
  return [...truth.labels].flatMap(([traceStep, label]) => {
    const score = values[traceStep - 1] ?? null;
    return score === null || label === "neutral" ? [] : [{ score, good: label === "good" }];
  });
}

const isShare = ({ score }: ScoredItem) => score >= 0 && score <= 1;

/** AUC with its interval: each score is looked up once, so that resampling need not sort. */
function aucEstimate(byTrace: readonly ScoredItem[][]): ReviewEstimate {
  const scores = [...new Set(byTrace.flat().map(({ score }) => score))].sort((a, b) => a - b);
  const levels = new Map(scores.map((score, level) => [score, level]));
  const levelled = byTrace.map((items) =>
    items.map(({ score, good }) => ({ level: levels.get(score) ?? 0, good })),
  );
  return estimateOf(levelled, (drawn) => aucOfLevels(drawn, scores.length));
}

function calibrationOf(items: readonly ScoredItem[]): ScorerAgainstLabels["calibration"] {
  return calibrationCurve(items).map(({ meanScore, share, good: _, ...bin }) => ({
    ...bin,
    score: meanScore,
    good: share,
  }));
}

function asEstimate({ p, lo, hi, n }: ProcessBenchF1["onWrong"]): ReviewEstimate {
  return { value: p, interval: lo === null || hi === null ? null : { lo, hi }, n, traces: n };
}

function firstErrors(comparisons: readonly Comparison[], below: number): ScorerAgainstLabels["firstError"] {
  const known = comparisons.flatMap(({ truth, values, stated }) => {
    const said = stated === undefined ? firstErrorByScore(values, below) : stated;
    return truth.firstError === null ? [] : [{ said, truth: truth.firstError }];
  });
  const pairs = known.flatMap(({ said, truth }) => (said === null ? [] : [{ said, truth }]));
  const { onWrong, onRight } = processBenchF1(pairs);
  return {
    f1: estimateOf(
      pairs.map((pair) => [pair]),
      (drawn) => processBenchF1(drawn).f1,
    ),
    onWrong: asEstimate(onWrong),
    onRight: asEstimate(onRight),
    unknown: known.length - pairs.length,
  };
}

/** How well one scorer's numbers and first errors go with what counts as true. Neutral labels are counted and left out. */
export function againstLabels(
  comparisons: readonly Comparison[],
  below: number,
): Omit<ScorerAgainstLabels, "scorer"> {
  const byTrace = comparisons.map(itemsOf);
  const items = byTrace.flat();
  const labels = comparisons.flatMap(({ truth }) => [...truth.labels.values()]);
  const neutral = labels.filter((label) => label === "neutral").length;
  const shares = items.every(isShare);
  return {
    good: items.filter(({ good }) => good).length,
    bad: items.filter(({ good }) => !good).length,
    neutral,
    unscored: labels.length - neutral - items.length,
    auc: aucEstimate(byTrace),
    brier: shares ? estimateOf(byTrace, brierScore) : null,
    calibration: shares ? calibrationOf(items) : [],
    firstError: firstErrors(comparisons, below),
  };
}

import type { AgreementView, Rater, ReviewEstimate } from "@/lib/contracts";
import type { Judged } from "@/lib/domain/compare-judgements";
import { firstErrorOf, STEP_LABELS } from "@/lib/domain/judgement";
import { type AgreementScale, cohenKappa, krippendorffAlpha, type Rating } from "@/lib/stats";
import { estimateOf } from "./estimate";

/** A trace with what those who have done it say of it. */
export interface JudgedTrace {
  stepCount: number;
  byRater: ReadonlyMap<string, Judged>;
}

/** One rating of each rater, in the order of the raters. */
type Unit = Rating[];

const indices = (stepCount: number) => Array.from({ length: stepCount }, (_, i) => i + 1);

function labelRating(judged: Judged | undefined, traceStep: number): Rating {
  const label = judged?.labels.get(traceStep);
  return label === undefined ? null : STEP_LABELS.indexOf(label);
}

function errorRating(judged: Judged | undefined, stepCount: number): Rating {
  return judged ? firstErrorOf(judged.firstError, judged.labels, stepCount).firstError : null;
}

/** The ratings of every trace step of a trace. */
function stepUnits({ stepCount, byRater }: JudgedTrace, raters: readonly Rater[]): Unit[] {
  return indices(stepCount).map((i) => raters.map(({ id }) => labelRating(byRater.get(id), i)));
}

function errorUnits({ stepCount, byRater }: JudgedTrace, raters: readonly Rater[]): Unit[] {
  return [raters.map(({ id }) => errorRating(byRater.get(id), stepCount))];
}

const isPaired = (unit: Unit) => unit.filter((rating) => rating !== null).length > 1;
const oneIfPaired = (unit: Unit) => Number(isPaired(unit));

function alphaOf(byTrace: readonly Unit[][], categories: number, scale: AgreementScale): ReviewEstimate {
  const paired = byTrace.map((units) => units.filter(isPaired));
  return estimateOf(paired, (units) => krippendorffAlpha(units, categories, scale).alpha, oneIfPaired);
}

const column = (units: readonly Unit[], at: number) => units.map((unit) => unit[at] ?? null);
const kappaOf = (units: readonly Unit[], categories: number) =>
  cohenKappa(column(units, 0), column(units, 1), categories);

function pairOf(
  traces: readonly JudgedTrace[],
  [a, b]: readonly [Rater, Rater],
  errorCategories: number,
): AgreementView["pairs"][number] {
  const steps = traces.map((trace) => stepUnits(trace, [a, b]).filter(isPaired));
  const errors = traces.map((trace) => errorUnits(trace, [a, b]).filter(isPaired));
  const same = (units: readonly Unit[], categories: number) => kappaOf(units, categories).observed;
  const labels = STEP_LABELS.length;
  return {
    ...{ a, b },
    steps: kappaOf(steps.flat(), labels).table,
    kappa: estimateOf(steps, (units) => kappaOf(units, labels).kappa),
    percent: estimateOf(steps, (units) => same(units, labels)),
    firstErrorKappa: estimateOf(errors, (units) => kappaOf(units, errorCategories).kappa),
    firstErrorSame: estimateOf(errors, (units) => same(units, errorCategories)),
  };
}

/** Every two raters that have done a trace together. */
function pairsOf(traces: readonly JudgedTrace[], raters: readonly Rater[]): [Rater, Rater][] {
  const met = (a: Rater, b: Rater) => traces.some(({ byRater }) => byRater.has(a.id) && byRater.has(b.id));
  return raters.flatMap((a, i) =>
    raters.slice(i + 1).flatMap((b): [Rater, Rater][] => (met(a, b) ? [[a, b]] : [])),
  );
}

/**
 * Agreement of raters over traces that at least two have done: Krippendorff's alpha of all of them (labels as names and as
 * an order from good to bad, first errors as names) and Cohen's kappa of every two.
 */
export function agreementOf(
  judged: readonly JudgedTrace[],
  raters: readonly Rater[],
): Omit<AgreementView, "method" | "seed"> {
  const traces = judged.filter(({ byRater }) => byRater.size > 1);
  const steps = traces.map((trace) => stepUnits(trace, raters));
  const errors = traces.map((trace) => errorUnits(trace, raters));
  const errorCategories = 1 + traces.reduce((most, { stepCount }) => Math.max(most, stepCount), 0);
  return {
    traces: traces.length,
    stepAlpha: {
      nominal: alphaOf(steps, STEP_LABELS.length, "nominal"),
      ordinal: alphaOf(steps, STEP_LABELS.length, "ordinal"),
    },
    firstErrorAlpha: alphaOf(errors, errorCategories, "nominal"),
    pairs: pairsOf(traces, raters).map((pair) => pairOf(traces, pair, errorCategories)),
  };
}

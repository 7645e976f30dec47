import type { AgreementView, Rater, ReviewEstimate } from "@/lib/contracts";
import type { Judged } from "@/lib/domain/compare-judgements";
import { firstErrorOf, STEP_LABELS } from "@/lib/domain/judgement";
import {
  type AgreementScale,
  alphaOfCoincidences,
  cohenKappa,
  coincidences,
  kappaOfTable,
  type Rating,
} from "@/lib/stats";
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

/** Counts of categories that met, of which most are none. */
interface Cells {
  cells: { row: number; column: number; weight: number }[];
  /** Units that were counted. */
  n: number;
}

/** Resampling adds up what each trace counts, instead of counting every trace step again. */
function cellsOf(table: readonly (readonly number[])[], n: number): Cells {
  const cells = table.flatMap((weights, row) =>
    weights.flatMap((weight, column) => (weight === 0 ? [] : [{ row, column, weight }])),
  );
  return { cells, n };
}

function added(all: readonly Cells[], categories: number): number[][] {
  const table = Array.from({ length: categories }, () => new Array<number>(categories).fill(0));
  for (const { cells } of all)
    for (const { row, column, weight } of cells) {
      const weights = table[row];
      if (weights) weights[column] = (weights[column] ?? 0) + weight;
    }
  return table;
}

const countOf = ({ n }: Cells) => n;

function alphaOf(byTrace: readonly Unit[][], categories: number, scale: AgreementScale): ReviewEstimate {
  const met = byTrace.map((units) => {
    const paired = units.filter(isPaired);
    return [cellsOf(coincidences(paired, categories), paired.length)];
  });
  return estimateOf(met, (drawn) => alphaOfCoincidences(added(drawn, categories), scale), countOf);
}

const column = (units: readonly Unit[], at: number) => units.map((unit) => unit[at] ?? null);

/** The two raters' tables, trace by trace. */
function tablesOf(byTrace: readonly Unit[][], categories: number): Cells[][] {
  return byTrace.map((units) => {
    const { table, n } = cohenKappa(column(units, 0), column(units, 1), categories);
    return [cellsOf(table, n)];
  });
}

function pairOf(
  traces: readonly JudgedTrace[],
  [a, b]: readonly [Rater, Rater],
  errorCategories: number,
): AgreementView["pairs"][number] {
  const labels = STEP_LABELS.length;
  const steps = tablesOf(
    traces.map((trace) => stepUnits(trace, [a, b])),
    labels,
  );
  const errors = tablesOf(
    traces.map((trace) => errorUnits(trace, [a, b])),
    errorCategories,
  );
  const of = (what: "kappa" | "observed", tables: readonly Cells[][], categories: number) =>
    estimateOf(tables, (drawn) => kappaOfTable(added(drawn, categories))[what], countOf);
  return {
    ...{ a, b },
    steps: added(steps.flat(), labels),
    kappa: of("kappa", steps, labels),
    percent: of("observed", steps, labels),
    firstErrorKappa: of("kappa", errors, errorCategories),
    firstErrorSame: of("observed", errors, errorCategories),
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

import type { ConclusionValues } from "@/lib/contracts/report";
import type { ArmComparison, ArmSummary, NewQuestionsComparison, VarianceStrip } from "@/lib/stats/ablation";
import type { Conclusions } from "./conclude";
import type { ArmPrice } from "./conclude-costs";

/** More than anybody prints; the last ones may differ between machines. */
const SIGNIFICANT_DIGITS = 9;
/** Relative distance below which two numbers are one: far above what machines differ by, far below what is printed. */
const TOLERANCE = 1e-6;

const rounded = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(SIGNIFICANT_DIGITS));

type Value = number | string | null;

function summaryValues(s: ArmSummary): [string, Value][] {
  const at = `summary/${s.arm}/${s.benchmark ?? "mean"}`;
  return [
    [`${at}/mean`, rounded(s.mean)],
    [`${at}/sd`, rounded(s.sd)],
    [`${at}/lo`, rounded(s.interval?.lo ?? null)],
    [`${at}/hi`, rounded(s.interval?.hi ?? null)],
    [`${at}/method`, s.interval?.method ?? null],
    [`${at}/seeds`, s.seedCount],
  ];
}

function comparisonValues(c: ArmComparison): [string, Value][] {
  const at = `comparison/${c.role}/${c.arm}/${c.baseline}/${c.benchmark ?? "mean"}`;
  return [
    [`${at}/diff`, rounded(c.diff)],
    [`${at}/lo`, rounded(c.interval?.lo ?? null)],
    [`${at}/hi`, rounded(c.interval?.hi ?? null)],
    [`${at}/method`, c.interval?.method ?? null],
    [`${at}/p`, rounded(c.p)],
    [`${at}/pAdjusted`, rounded(c.pAdjusted)],
    [`${at}/verdict`, c.verdict],
    [`${at}/minimumDetectable`, rounded(c.minimumDetectable)],
    [`${at}/seedsNeeded`, c.seedsNeeded],
  ];
}

function newQuestionValues(c: NewQuestionsComparison): [string, Value][] {
  const at = `new-questions/${c.arm}/${c.baseline}/${c.benchmark}`;
  return [
    [`${at}/diff`, rounded(c.diff)],
    [`${at}/lo`, rounded(c.interval?.lo ?? null)],
    [`${at}/hi`, rounded(c.interval?.hi ?? null)],
    [`${at}/p`, rounded(c.p)],
  ];
}

function varianceValues(strip: VarianceStrip): [string, Value][] {
  const at = `variance/${strip.arm}/${strip.benchmark}`;
  return strip.shares.map(({ part, share }) => [`${at}/${part}`, rounded(share)]);
}

function costValues({ totals, ratios, price }: ArmPrice): [string, Value][] {
  const at = `cost/${totals.arm}`;
  const measures = Object.entries(totals.measures).flatMap(([name, of]): [string, Value][] => [
    [`${at}/${name}/mean`, rounded(of.mean)],
    [`${at}/${name}/lo`, rounded(of.lo)],
    [`${at}/${name}/hi`, rounded(of.hi)],
  ]);
  const times = ratios.flatMap(({ measure, ratio }): [string, Value][] => [
    [`${at}/${measure}/times`, rounded(ratio.ratio)],
    [`${at}/${measure}/times-lo`, ratio.kind === "interval" ? rounded(ratio.lo) : null],
    [`${at}/${measure}/times-hi`, ratio.kind === "interval" ? rounded(ratio.hi) : null],
  ]);
  const point: [string, Value][] =
    price?.kind === "priced"
      ? [
          [`${at}/point/kind`, price.set.kind],
          [`${at}/point`, rounded(price.set.ratio)],
        ]
      : [];
  return [...measures, ...times, ...point];
}

/** Every conclusion by name, rounded: what is frozen beside the facts to be held against later. */
export function conclusionValuesOf(conclusions: Conclusions): ConclusionValues {
  const { comparison, newQuestions, variance, costs, sentences } = conclusions;
  return Object.fromEntries([
    ["familySize", comparison.familySize],
    ...sentences.map((sentence, i): [string, Value] => [`sentence/${i + 1}`, sentence]),
    ...comparison.summaries.flatMap(summaryValues),
    ...comparison.comparisons.flatMap(comparisonValues),
    ...newQuestions.flatMap(newQuestionValues),
    ...variance.flatMap(varianceValues),
    ...costs.arms.flatMap(costValues),
  ]);
}

export interface Difference {
  name: string;
  frozen: Value | undefined;
  now: Value | undefined;
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** Conclusions that are not what they were when frozen; undefined: there was, or is, none of that name. */
export function differingConclusions(frozen: ConclusionValues, now: ConclusionValues): Difference[] {
  const names = [...new Set([...Object.keys(frozen), ...Object.keys(now)])];
  return names
    .map((name) => ({ name, frozen: frozen[name], now: now[name] }))
    .filter(({ frozen, now }) => !same(frozen, now));
}

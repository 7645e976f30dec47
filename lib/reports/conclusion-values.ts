import type { ConclusionValues } from "@/lib/contracts/report";
import type { ArmComparison, ArmCost, ArmSummary } from "@/lib/stats/ablation";
import type { Conclusions } from "./conclude";

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

function costValues(cost: ArmCost): [string, Value][] {
  const at = `cost/${cost.arm}`;
  const parts = [
    "responseTokens",
    "continuationTokens",
    "tokenFactor",
    "activeSeconds",
    "gpuSeconds",
  ] as const;
  return parts.flatMap((part): [string, Value][] => [
    [`${at}/${part}/mean`, rounded(cost[part].mean)],
    [`${at}/${part}/lo`, rounded(cost[part].lo)],
    [`${at}/${part}/hi`, rounded(cost[part].hi)],
  ]);
}

/** Every conclusion by name, rounded: what is frozen beside the facts to be held against later. */
export function conclusionValuesOf({ comparison, costs, sentences }: Conclusions): ConclusionValues {
  return Object.fromEntries([
    ["familySize", comparison.familySize],
    ...sentences.map((sentence, i): [string, Value] => [`sentence/${i + 1}`, sentence]),
    ...comparison.summaries.flatMap(summaryValues),
    ...comparison.comparisons.flatMap(comparisonValues),
    ...costs.flatMap(costValues),
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

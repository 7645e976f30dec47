import type { AblationResults } from "@/lib/contracts/results";
import { type ResultNames, resultNames } from "@/lib/domain/result-names";
import type { AblationComparison, ArmComparison, ArmSummary } from "@/lib/stats/ablation";
import { VERDICT_WORDS } from "@/lib/stats/ablation";
import { csvOf } from "./csv";

/** Enough digits to compute with; what is printed rounds by itself. */
const number = (value: number | null | undefined, decimals = 4) =>
  value === null || value === undefined ? "" : value.toFixed(decimals);
const scaled = (share: number | null | undefined) =>
  share === null || share === undefined ? null : 100 * share;

const ARM_HEAD = [
  ...["table", "benchmark", "arm", "S", "n questions", "mean [%]", "SD [points]", "lo [%]", "hi [%]"],
  ...["level", "interval", "random", "ungraded decodes", "right/graded by seed"],
];

function perSeed(summary: ArmSummary): string {
  return summary.seeds
    .map(({ seed, correct, graded, accuracy }) =>
      correct === null ? `${seed}: ${(100 * accuracy).toFixed(2)}%` : `${seed}: ${correct}/${graded}`,
    )
    .join("; ");
}

function armRow(s: ArmSummary, names: ResultNames): string[] {
  const { interval } = s;
  return [
    ...["accuracy", names.benchmark(s.benchmark), names.arm(s.arm), String(s.seedCount), String(s.questions)],
    ...[
      number(scaled(s.mean)),
      number(scaled(s.sd)),
      number(scaled(interval?.lo)),
      number(scaled(interval?.hi)),
    ],
    ...[interval ? String(interval.level) : "", interval?.method ?? "", interval?.random ?? ""],
    ...[String(s.ungraded), perSeed(s)],
  ];
}

/** An exploratory row has no verdict: a word of finding beside an unadjusted p would be read as one. */
export function verdictWords({
  diff,
  role,
  verdict,
}: Pick<ArmComparison, "diff" | "role" | "verdict">): string {
  if (diff === null) return "nothing yet";
  return role === "exploratory" && verdict !== "not-enough-seeds" ? "exploratory" : VERDICT_WORDS[verdict];
}

const DIFFERENCE_HEAD = [
  ...["table", "benchmark", "arm", "baseline", "role", "S", "n questions", "difference [points]"],
  ...["lo [points]", "hi [points]", "level", "interval", "random", "p", "p (Holm)", "family", "verdict"],
  ...["smallest visible [points]", "seeds needed", "difference by seed [points]"],
];

function differenceRow(c: ArmComparison, names: ResultNames): string[] {
  const { interval } = c;
  const seeds = c.armSeeds === c.baselineSeeds ? String(c.armSeeds) : `${c.armSeeds} v ${c.baselineSeeds}`;
  const bySeed = c.seedDifferences.map((each) => `${each.seed}: ${(100 * each.diff).toFixed(2)}`);
  return [
    ...["difference", names.benchmark(c.benchmark), names.arm(c.arm), names.arm(c.baseline), c.role],
    ...[seeds, String(c.questions), number(scaled(c.diff))],
    ...[number(scaled(interval?.lo)), number(scaled(interval?.hi)), interval ? String(interval.level) : ""],
    ...[interval?.method ?? "", interval?.random ?? ""],
    // A p value beside "no verdict" would be read as one; Holm's stands in the declared family only.
    c.verdict === "not-enough-seeds" ? "" : number(c.p, 6),
    c.verdict === "not-enough-seeds" || c.role !== "declared" ? "" : number(c.pAdjusted, 6),
    ...[String(c.familySize), verdictWords(c)],
    ...[
      number(scaled(c.minimumDetectable)),
      c.seedsNeeded === null ? "" : String(c.seedsNeeded),
      bySeed.join("; "),
    ],
  ];
}

/** Accuracies with intervals and counts, S and n beside every estimate. */
export function accuracyRows(results: AblationResults, summaries: readonly ArmSummary[]): string[][] {
  const names = resultNames(results);
  return [ARM_HEAD, ...summaries.map((summary) => armRow(summary, names))];
}

/** Differences with intervals, p, verdict and what would have been needed. */
export function differenceRows(results: AblationResults, comparisons: readonly ArmComparison[]): string[][] {
  const names = resultNames(results);
  return [DIFFERENCE_HEAD, ...comparisons.map((c) => differenceRow(c, names))];
}

/** Both tables in one file, a blank row between. */
export function resultsCsv(results: AblationResults, comparison: AblationComparison): string {
  const { summaries, comparisons } = comparison;
  return csvOf([...accuracyRows(results, summaries), [], ...differenceRows(results, comparisons)]);
}

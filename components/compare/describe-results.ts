import type { AblationResults } from "@/lib/contracts/results";
import { listed, type ResultNames, resultNames } from "@/lib/domain/result-names";
import {
  type AblationComparison,
  type ArmComparison,
  clusterWords,
  isClustered,
  pValue,
  signedInterval,
  signedPoints,
  VERDICT_WORDS,
} from "@/lib/stats/ablation";

function pairName(c: ArmComparison, names: ResultNames): string {
  const direction = (c.diff ?? 0) > 0 ? "above" : "below";
  return `${names.arm(c.arm)} ${direction} ${names.arm(c.baseline)} on ${names.benchmark(c.benchmark)}`;
}

/** Comparisons that may carry a finding: the declared family and the one contrast declared before launch. */
function findings(comparison: AblationComparison): ArmComparison[] {
  return comparison.comparisons.filter((c) => c.role === "declared" || c.role === "contrast");
}

/**
 * What an ablation has shown and what it has not, in plain sentences, only from verdicts: never from which mean is
 * higher. The contrast declared before launch comes first, with its numbers; imported results are told apart and never
 * carry a verdict. Always says how many comparisons stand behind it and what is still missing.
 */
export function describeResults(results: AblationResults, comparison: AblationComparison): string[] {
  const names = resultNames(results);
  const tested = findings(comparison).filter((c) => c.diff !== null);
  const reported = reportedSentences(comparison.comparisons, results);
  if (tested.length === 0 && reported.length === 0) return [nothingYet(results), ...openWork(results)];
  const contrast = tested.find((c) => c.role === "contrast");
  const family = tested.filter((c) => c.role === "declared");
  return [
    ...(contrast ? [contrastSentence(contrast, names)] : []),
    ...verdictSentences(family, names),
    ...(tested.some((c) => c.givenWarmUp) ? [GIVEN_WARM_UP] : []),
    ...reported,
    ...openWork(results),
  ];
}

const GIVEN_WARM_UP =
  "All seeds of an arm started from one warm-up: what is said holds given this warm-up, since another one was never tried.";

function contrastSentence(c: ArmComparison, names: ResultNames): string {
  const range = c.interval ? ` ${signedInterval(c.interval.lo, c.interval.hi)}` : "";
  const few = c.verdict === "not-enough-seeds";
  const p = few || c.p === null ? "" : `, ${pValue(c.p)}`;
  const verdict = few ? "not enough seeds for a verdict" : VERDICT_WORDS[c.verdict];
  return `Declared before launch: ${names.arm(c.arm)} − ${names.arm(c.baseline)} on ${names.benchmark(c.benchmark)} is ${signedPoints(c.diff ?? 0)} points${range}${p}, S = ${c.armSeeds}: ${verdict}.`;
}

function verdictSentences(family: readonly ArmComparison[], names: ResultNames): string[] {
  const of = (verdict: ArmComparison["verdict"]) => family.filter((c) => c.verdict === verdict);
  const [shown, equal] = [of("distinguishable"), of("practically-equal")];
  const [open, short] = [of("not-distinguishable"), of("not-enough-seeds")];
  const pairs = (some: readonly ArmComparison[]) =>
    listed(
      some.map((c) => `${names.arm(c.arm)} and ${names.arm(c.baseline)} on ${names.benchmark(c.benchmark)}`),
    );
  const said: string[] = [];
  if (shown.length > 0) said.push(`Shown: ${listed(shown.map((c) => pairName(c, names)))}.`);
  if (equal.length > 0) said.push(`Practically equal: ${pairs(equal)}.`);
  if (open.length > 0)
    said.push(
      `Not shown: a difference for ${open.length} of ${family.length} comparisons; each of these gaps may be noise.`,
    );
  if (short.length > 0)
    said.push(
      `${short.length} of ${family.length} comparisons have fewer than 3 seeds per arm: retraining noise is not known well enough for a verdict.`,
    );
  return said;
}

/** Benchmarks of one pair with an imported arm; the mean over benchmarks stays exploratory and is not told. */
function reportedSentences(comparisons: readonly ArmComparison[], results: AblationResults): string[] {
  const names = resultNames(results);
  const told = comparisons.filter((c) => c.role === "reported" && c.benchmark !== null && c.diff !== null);
  const pairs = new Map<string, ArmComparison[]>();
  for (const c of told) {
    const key = `${names.arm(c.arm)} − ${names.arm(c.baseline)}`;
    pairs.set(key, [...(pairs.get(key) ?? []), c]);
  }
  const held = [...pairs].filter(([, own]) => own.every((c) => c.holdsZero === true));
  const mixed = [...pairs].filter(([, own]) => !own.every((c) => c.holdsZero === true));
  if (pairs.size === 0) return [];
  const baseOnly = held.length > 0 && mixed.length === 0;
  return [
    "Imported results, one run on a side: retraining noise is unknown, so that no pair has a verdict.",
    ...(held.length > 0
      ? [
          `Every interval holds 0${baseOnly ? "" : ` for ${listed(held.map(([pair]) => pair))}`}, before retraining noise is even counted: no gap is shown.`,
        ]
      : []),
    ...mixed.map(([pair, own]) => `${pair}: ${outsideSentence(own, results)}`),
  ];
}

/** Where question noise alone explains a gap of one pair, where it does not, and where nobody can tell. */
function outsideSentence(own: readonly ArmComparison[], results: AblationResults): string {
  const names = resultNames(results);
  const away = own.filter((c) => c.holdsZero === false);
  const clustered = results.benchmarks.filter(
    (benchmark) => isClustered(benchmark) && away.some((c) => c.benchmark === benchmark.key),
  );
  const outside = away
    .filter((c) => clustered.every(({ key }) => key !== c.benchmark))
    .map((c) => names.benchmark(c.benchmark));
  const unknown = own.filter((c) => c.holdsZero === null).map((c) => names.benchmark(c.benchmark));
  const holding = own.length - away.length - unknown.length;
  const parts = [
    holding > 0 ? `the interval holds 0 on ${holding} of ${own.length} benchmarks` : "",
    outside.length > 0
      ? `question noise alone does not explain ${listed(outside)}, retraining noise may`
      : "",
    ...clustered.map(
      (benchmark) =>
        `it leaves out 0 on ${benchmark.title}, whose ${clusterWords(benchmark)}, taken here as independent: question noise may explain it still`,
    ),
    unknown.length > 0 ? `no interval on ${listed(unknown)}` : "",
  ].filter(Boolean);
  return `${parts.join("; ")}.`;
}

function nothingYet(results: AblationResults): string {
  if (results.arms.length === 1) return "Nothing can be compared: there is one arm.";
  return results.pending > 0
    ? "Nothing can be said yet: no two arms have a finished evaluation."
    : "Nothing can be said: no two arms have a finished evaluation.";
}

function openWork({ pending, failed }: AblationResults): string[] {
  const said: string[] = [];
  if (pending > 0)
    said.push(`${pending} ${pending === 1 ? "job is" : "jobs are"} still to finish; this will change.`);
  if (failed > 0)
    said.push(
      `${failed} ${failed === 1 ? "job" : "jobs"} ended without a result and ${failed === 1 ? "is" : "are"} missing here, not zero.`,
    );
  return said;
}

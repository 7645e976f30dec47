import type { AblationResults } from "@/lib/contracts/results";
import { listed, type ResultNames, resultNames } from "@/lib/domain/result-names";
import { seedAdditionSentence } from "@/lib/domain/seed-additions";
import {
  type AblationComparison,
  type ArmComparison,
  clusterWords,
  isClustered,
  pValue,
  signedInterval,
  signedPoints,
  type Verdict,
} from "@/lib/stats/ablation";

const counted = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** Comparisons that may carry a finding: the declared family and the one contrast declared before launch. */
const isDeclared = (c: ArmComparison) => c.role === "declared" || c.role === "contrast";
const hasResult = (c: ArmComparison) => c.diff !== null;

/**
 * What the evidence supports, in plain sentences written from the verdicts alone: never from which mean is higher. Names
 * the seeds and questions that stand behind each finding, its test, the Holm family, and what would vary in a repetition.
 * A report of unfinished work says so first.
 */
export function claimSentences(results: AblationResults, comparison: AblationComparison): string[] {
  const names = resultNames(results);
  const declared = comparison.comparisons.filter(isDeclared);
  const tested = declared.filter(hasResult);
  const contrast = tested.find((c) => c.role === "contrast");
  const family = tested.filter((c) => c.role === "declared");
  const reported = comparison.comparisons.filter((c) => c.role === "reported" && c.benchmark !== null);
  return [
    ...unfinished(results),
    ...(tested.length === 0 && reported.length === 0 ? [nothingSentence(results)] : []),
    ...(contrast ? [contrastSentence(contrast, names, comparison.options.alpha)] : []),
    ...familySentences(family, comparison, names),
    ...reportedSentences(reported, results),
    ...(results.seedsAdded ?? []).map(seedAdditionSentence),
    ...scopeSentences(tested),
  ];
}

function unfinished({ pending, failed }: AblationResults): string[] {
  const open = `Not finished when this was frozen: ${counted(pending, "job")} still to come; what follows may change.`;
  const bad = `${counted(failed, "job")} ended without a result: missing here, not zero.`;
  return [...(pending > 0 ? [open] : []), ...(failed > 0 ? [bad] : [])];
}

function nothingSentence({ pending }: AblationResults): string {
  return `Nothing can be said${pending > 0 ? " yet" : ""}: no two declared arms have a finished evaluation on one benchmark.`;
}

/** Comparisons of one verdict that a sentence can name with their numbers and still be read. */
const MOST_NAMED = 6;

/** "process-only above outcome-only on MMVU": the direction alone, for a long list. */
function directionOf(c: ArmComparison, names: ResultNames): string {
  const direction = (c.diff ?? 0) > 0 ? "above" : "below";
  const between = c.verdict === "distinguishable" ? direction : "and";
  return `${names.arm(c.arm)} ${between} ${names.arm(c.baseline)} on ${names.benchmark(c.benchmark)}`;
}

/** "process-only − outcome-only on MMVU". */
function pairOf(c: ArmComparison, names: ResultNames): string {
  return `${names.arm(c.arm)} − ${names.arm(c.baseline)} on ${names.benchmark(c.benchmark)}`;
}

/** "3 shared seeds, 400 questions, paired t over seeds". */
function basisOf(c: ArmComparison): string {
  const seeds =
    c.design === "paired"
      ? counted(c.armSeeds, "shared seed")
      : `${c.armSeeds} against ${counted(c.baselineSeeds, "seed")}`;
  return [seeds, counted(c.questions, "question"), ...(c.interval ? [c.interval.method] : [])].join(", ");
}

/** "+3.2 points [+0.4, +6.0] (95%; 5 shared seeds, 625 questions, paired t over seeds)". */
function estimateOf(c: ArmComparison): string {
  const range = c.interval
    ? ` ${signedInterval(c.interval.lo, c.interval.hi)} (${Math.round(100 * c.interval.level)}%; `
    : " without an interval (";
  return `${signedPoints(c.diff ?? 0)} points${range}${basisOf(c)})`;
}

const VERDICT_SAID: Record<Verdict, string> = {
  distinguishable: "distinguishable from no difference",
  "practically-equal": "practically equal",
  "not-distinguishable": "not distinguishable: this may be noise",
  "not-enough-seeds": "no verdict, for want of seeds",
};

function contrastSentence(c: ArmComparison, names: ResultNames, alpha: number): string {
  const tested =
    c.p === null || c.verdict === "not-enough-seeds"
      ? ""
      : `, ${pValue(c.p)} against ${alpha}, not adjusted since it stands outside the family`;
  return `Declared before launch: ${pairOf(c, names)} is ${estimateOf(c)}${tested}: ${VERDICT_SAID[c.verdict]}.`;
}

function familySentences(
  family: readonly ArmComparison[],
  { familySize, options }: AblationComparison,
  names: ResultNames,
): string[] {
  const of = (verdict: Verdict) => family.filter((c) => c.verdict === verdict);
  const holm = `Holm's adjustment over ${counted(familySize, "declared comparison")} at ${options.alpha}`;
  const shown = of("distinguishable");
  const equal = of("practically-equal");
  const open = of("not-distinguishable");
  const short = of("not-enough-seeds");
  const estimates = (found: readonly ArmComparison[]) =>
    found.length > MOST_NAMED
      ? `${found.length} of ${family.length}, each with its interval in the figure of differences (${listed(
          found.map((c) => directionOf(c, names)),
          "; ",
        )})`
      : listed(
          found.map((c) => `${pairOf(c, names)}, ${estimateOf(c)}`),
          "; ",
        );
  return [
    ...(shown.length > 0 ? [`Distinguishable under ${holm}: ${estimates(shown)}.`] : []),
    ...(equal.length > 0
      ? [
          `Practically equal, the ${Math.round(100 * (1 - 2 * options.alpha))}% interval within ±${100 * options.delta} points: ${estimates(equal)}.`,
        ]
      : []),
    ...(open.length > 0 ? [openSentence(open, family.length, holm, names)] : []),
    ...(short.length > 0
      ? [
          `No verdict for ${short.length} of ${counted(family.length, "declared comparison")} with a result: fewer than 3 seeds per arm, so that retraining noise is not known.`,
        ]
      : []),
  ];
}

/** Absence of evidence, with what could have been missed: not evidence of absence. */
function openSentence(
  open: readonly ArmComparison[],
  tested: number,
  holm: string,
  names: ResultNames,
): string {
  const missed = open.flatMap((c) => (c.minimumDetectable === null ? [] : [c.minimumDetectable]));
  const size =
    missed.length === 0
      ? ""
      : ` These seeds would have shown ${rangeOf(missed)} (80% power, each on its own); smaller differences are neither shown nor excluded.`;
  return `Not distinguishable under ${holm}: ${open.length} of ${tested} with a result (${open.length > MOST_NAMED ? "each in the figure of differences" : listed(open.map((c) => pairOf(c, names)))}); each of these gaps may be noise.${size}`;
}

function rangeOf(shares: readonly number[]): string {
  const [low, high] = [Math.min(...shares), Math.max(...shares)].map((share) => (100 * share).toFixed(1));
  return low === high ? `${low} points` : `${low} to ${high} points`;
}

/** Numbers that somebody reported, one run each: their questions' noise is known, that of training is not. */
function reportedSentences(reported: readonly ArmComparison[], results: AblationResults): string[] {
  const names = resultNames(results);
  const known = reported.filter((c) => c.holdsZero !== null);
  if (reported.length === 0) return [];
  const without = reported.length - known.length;
  const away = known.filter((c) => c.holdsZero === false);
  const intervals =
    away.length === 0
      ? `the intervals of all ${known.length} hold 0, before the noise of training is even counted`
      : `${known.length - away.length} of ${counted(known.length, "interval")} hold 0; ${away.length === 1 ? "that" : "those"} of ${listed(away.map((c) => pairOf(c, names)))} ${away.length === 1 ? "leaves" : "leave"} it out, which says nothing about a method while the noise of training is unknown`;
  const uncounted =
    without > 0
      ? ` ${counted(without, "comparison")} more ${without === 1 ? "has" : "have"} no interval.`
      : "";
  return [
    `Reported numbers, one run each, carry no verdict: ${known.length === 0 ? "none of them has an interval" : intervals}.${uncounted}${clusterSentence(away, results)}`,
  ];
}

/** Intervals that leave out 0 on questions which are not independent: question noise alone may still explain them. */
function clusterSentence(away: readonly ArmComparison[], { benchmarks }: AblationResults): string {
  const found = benchmarks.filter(
    (benchmark) => isClustered(benchmark) && away.some((c) => c.benchmark === benchmark.key),
  );
  return found
    .map(
      (benchmark) =>
        ` On ${benchmark.title} the ${clusterWords(benchmark)}, which counts cannot take into account: there the noise of the questions alone may explain it still.`,
    )
    .join("");
}

/** What would vary in a repetition, and so how far a finding reaches. */
function scopeSentences(tested: readonly ArmComparison[]): string[] {
  const random = [...new Set(tested.flatMap((c) => (c.interval ? [c.interval.random] : [])))];
  if (random.length === 0) return [];
  const given = tested.some((c) => c.givenWarmUp)
    ? " All seeds of an arm started from one warm-up: these findings hold given this warm-up."
    : "";
  return [
    `Random in these intervals: ${listed(random)}. Nothing is claimed about other models, data or settings.${given}`,
  ];
}

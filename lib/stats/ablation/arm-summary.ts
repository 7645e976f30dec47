import type { ResultArm, ResultBenchmark, ResultCell } from "@/lib/contracts/results";
import { meanOfIntervals } from "../combined-intervals";
import { mean } from "../moments";
import { tInterval } from "../seeds";
import { clusterCaution } from "./clusters";
import { dotsOf, isGivenWarmUp, meanDot } from "./seed-dots";
import type { ArmSummary, NamedInterval, SeedClaim } from "./types";
import { counted, percent, percentInterval } from "./words";

/** What S seeds may claim (statistics.md 4). */
export function claimOf(seeds: number): SeedClaim {
  if (seeds === 0) return "nothing";
  if (seeds === 1) return "question-only";
  return seeds === 2 ? "grey" : "verdict";
}

/** Standard deviations of shares below this are rounding: seeds that agree exactly leave the noise unknown. */
const NO_SPREAD = 1e-10;

type Arm = Pick<ResultArm, "key" | "source">;

/** One arm on one benchmark: its dots, mean and interval. `cells` may hold other arms and benchmarks. */
export function summarizeArm(
  cells: readonly ResultCell[],
  arm: Arm,
  benchmark: ResultBenchmark,
  level: number,
): ArmSummary {
  const own = cells.filter((cell) => cell.arm === arm.key && cell.benchmark === benchmark.key);
  const seeds = dotsOf(own, level);
  const [only] = seeds;
  const summary = summaryOf(
    {
      arm: arm.key,
      source: arm.source,
      benchmark: benchmark.key,
      exploratory: false,
      seeds,
      questions: benchmark.questions,
      countKnown: seeds.every(({ answers }) => answers !== null),
      clusters: arm.source === "imported" ? (benchmark.clusters ?? null) : null,
    },
    only?.wilson
      ? { ...only.wilson, level, method: "Wilson", random: "new questions, this checkpoint" }
      : null,
    level,
  );
  const caution = clusterCaution(benchmark, summary.interval);
  return caution === "" ? summary : { ...summary, sentence: `${summary.sentence} ${caution}` };
}

/**
 * One arm over all benchmarks, each benchmark weighing the same: only seeds that have finished every benchmark, since a
 * mean over some would compare different questions. Exploratory.
 */
export function summarizeOverBenchmarks(
  perBenchmark: readonly ArmSummary[],
  arm: Arm,
  level: number,
): ArmSummary {
  const [first] = perBenchmark;
  const seeds = (first?.seeds ?? []).flatMap(({ seed }) => {
    const dots = perBenchmark.map((summary) => summary.seeds.find((dot) => dot.seed === seed));
    const complete = dots.filter((dot) => dot !== undefined);
    return complete.length === dots.length ? [meanDot(seed, complete)] : [];
  });
  return summaryOf(
    {
      arm: arm.key,
      source: arm.source,
      benchmark: null,
      exploratory: true,
      seeds,
      questions: perBenchmark.reduce((total, summary) => total + summary.questions, 0),
      countKnown: perBenchmark.every(({ countKnown }) => countKnown),
      clusters: null,
    },
    questionsOverBenchmarks(perBenchmark, seeds[0]?.seed, level),
    level,
  );
}

/** One seed's mean over benchmarks as far as questions go: Wilson's interval of each, combined. */
function questionsOverBenchmarks(
  perBenchmark: readonly ArmSummary[],
  seed: number | undefined,
  level: number,
): NamedInterval | null {
  const parts = perBenchmark.flatMap(({ seeds }) => {
    const dot = seeds.find((each) => each.seed === seed);
    return dot?.wilson ? [{ estimate: dot.accuracy, ...dot.wilson }] : [];
  });
  const whole = parts.length === perBenchmark.length ? meanOfIntervals(parts) : null;
  if (!whole) return null;
  const { lo, hi } = whole;
  return { lo, hi, level, method: "Wilson, combined", random: "new questions, this checkpoint" };
}

type Facts = Pick<
  ArmSummary,
  "arm" | "source" | "benchmark" | "exploratory" | "seeds" | "questions" | "countKnown" | "clusters"
>;

/** `questionOnly` is the interval of a single seed; with more seeds t over seeds takes its place. */
function summaryOf(facts: Facts, questionOnly: NamedInterval | null, level: number): ArmSummary {
  const seedCount = facts.seeds.length;
  const givenWarmUp = isGivenWarmUp(facts.seeds);
  const over = tInterval(
    facts.seeds.map((dot) => dot.accuracy),
    level,
  );
  const random = givenWarmUp ? "new seeds from this warm-up, same questions" : "new seeds, same questions";
  const overSeeds: NamedInterval | null =
    over.lo === null || over.hi === null || over.sd === null || over.sd < NO_SPREAD
      ? null
      : { lo: over.lo, hi: over.hi, level, method: "t over seeds", random };
  const interval = seedCount === 1 ? questionOnly : overSeeds;
  const told = {
    ...facts,
    seedCount,
    givenWarmUp,
    claim: claimOf(seedCount),
    mean: over.mean,
    sd: over.sd,
    interval,
    ungraded: facts.seeds.reduce((total, dot) => total + dot.ungraded, 0),
    meanIfWrong: mean(facts.seeds.map((dot) => dot.ifWrong)),
    meanIfRight: mean(facts.seeds.map((dot) => dot.ifRight)),
    beyondRange: interval !== null && (interval.lo < 0 || interval.hi > 1),
  };
  return { ...told, sentence: armSentence(told) + missingSentence(told) };
}

type Told = Omit<ArmSummary, "sentence">;

function armSentence({ claim, seedCount, mean: centre, interval, questions, ...told }: Told): string {
  if (centre === null) return "No finished evaluation yet.";
  const imported = told.source === "imported";
  const seeds = imported ? "1 reported run" : counted(seedCount, "seed");
  const range = interval
    ? ` ${percentInterval(interval.lo, interval.hi)} (${Math.round(100 * interval.level)}%, ${interval.method})`
    : "";
  const cautions = [
    seedCount > 1 && interval === null
      ? "The seeds show no spread at all, so the noise cannot be estimated: no interval."
      : "",
    told.givenWarmUp ? "Given this warm-up: all seeds start from the same one." : "",
    told.countKnown ? "" : "As reported it is no whole count of the questions: no interval.",
    interval ? clustersSentence(told.clusters, questions) : "",
    claim === "question-only" ? "Retraining noise unknown." : "",
    claim === "grey" ? "Two seeds carry no verdict." : "",
  ];
  return [`${percent(centre)}${range}, ${seeds}, ${counted(questions, "question")}.`, ...cautions]
    .filter(Boolean)
    .join(" ");
}

/** Counts alone cannot say how alike the questions of one group are. */
export function clustersSentence(clusters: number | null, questions: number): string {
  return clusters === null || clusters >= questions
    ? ""
    : `The questions come in ${counted(clusters, "group")}, which counts alone cannot account for: the interval is rather too narrow.`;
}

/** The three treatments of what nobody could grade: missing (the mean itself), as wrong, as right. */
function missingSentence({ ungraded, meanIfWrong, meanIfRight }: Told): string {
  if (ungraded === 0 || meanIfWrong === null || meanIfRight === null) return "";
  return ` ${counted(ungraded, "decode")} without a verdict left out: ${percent(meanIfWrong)} if wrong, ${percent(meanIfRight)} if right.`;
}

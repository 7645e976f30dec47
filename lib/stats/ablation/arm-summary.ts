import type { ResultBenchmark, ResultCell } from "@/lib/contracts/results";
import { mean } from "../moments";
import { wilson } from "../proportions";
import { tInterval } from "../seeds";
import type { ArmSummary, NamedInterval, SeedClaim, SeedDot } from "./types";
import { counted, percent, percentInterval } from "./words";

/** What S seeds may claim (statistics.md 4). */
export function claimOf(seeds: number): SeedClaim {
  if (seeds === 0) return "nothing";
  if (seeds === 1) return "question-only";
  return seeds === 2 ? "grey" : "verdict";
}

/**
 * The dot of one evaluation. With several decodes per question the interval counts questions, not decodes: question
 * means vary at most as much as single answers, so that Wilson on n questions is never too narrow.
 */
function dotOf(cell: ResultCell, level: number): SeedDot | null {
  if (cell.correct === null) return reportedDot(cell);
  if (cell.graded === 0) return null;
  const accuracy = cell.correct / cell.graded;
  const all = cell.graded + cell.ungraded;
  const questions = cell.graded / Math.max(1, cell.decodes);
  const { lo, hi } = wilson(cell.decodes > 1 ? accuracy * questions : cell.correct, questions, level);
  return {
    seed: cell.seed,
    accuracy,
    correct: cell.correct,
    graded: cell.graded,
    ungraded: cell.ungraded,
    ifWrong: cell.correct / all,
    ifRight: (cell.correct + cell.ungraded) / all,
    wilson: lo === null || hi === null ? null : { lo, hi },
    evaluationId: cell.evaluationId,
  };
}

/** A percentage that is no whole count keeps its value and has no interval: nobody knows what was counted. */
function reportedDot(cell: ResultCell): SeedDot | null {
  if (cell.reportedPercent === null) return null;
  const accuracy = cell.reportedPercent / 100;
  return {
    seed: cell.seed,
    accuracy,
    correct: null,
    graded: null,
    ungraded: 0,
    ifWrong: accuracy,
    ifRight: accuracy,
    wilson: null,
    evaluationId: null,
  };
}

/** The newest evaluation per seed: a run may have been evaluated at several checkpoints. */
function newestPerSeed(cells: readonly ResultCell[]): ResultCell[] {
  const newest = new Map<number, ResultCell>();
  for (const cell of cells) {
    const known = newest.get(cell.seed);
    if (!known || cell.trainStep >= known.trainStep) newest.set(cell.seed, cell);
  }
  return [...newest.values()].sort((a, b) => a.seed - b.seed);
}

/** One arm on one benchmark: its dots, mean and interval. `cells` may hold other arms and benchmarks. */
export function summarizeArm(
  cells: readonly ResultCell[],
  arm: string,
  benchmark: ResultBenchmark,
  level: number,
): ArmSummary {
  const own = cells.filter((cell) => cell.arm === arm && cell.benchmark === benchmark.key);
  const seeds = newestPerSeed(own)
    .map((cell) => dotOf(cell, level))
    .filter((dot) => dot !== null);
  return summaryOf(
    { arm, benchmark: benchmark.key, exploratory: false, seeds, questions: benchmark.questions },
    level,
  );
}

/**
 * One arm over all benchmarks, each benchmark weighing the same: only seeds that have finished every benchmark, since a
 * mean over some would compare different questions. Exploratory.
 */
export function summarizeOverBenchmarks(
  perBenchmark: readonly ArmSummary[],
  arm: string,
  level: number,
): ArmSummary {
  const [first] = perBenchmark;
  const seeds = (first?.seeds ?? []).flatMap(({ seed }) => {
    const dots = perBenchmark.map((summary) => summary.seeds.find((dot) => dot.seed === seed));
    const complete = dots.filter((dot) => dot !== undefined);
    return complete.length === dots.length ? [meanDot(seed, complete)] : [];
  });
  const questions = perBenchmark.reduce((total, summary) => total + summary.questions, 0);
  return summaryOf({ arm, benchmark: null, exploratory: true, seeds, questions }, level);
}

function meanDot(seed: number, dots: readonly SeedDot[]): SeedDot {
  const over = (pick: (dot: SeedDot) => number) => mean(dots.map(pick)) ?? 0;
  return {
    seed,
    accuracy: over((dot) => dot.accuracy),
    correct: null,
    graded: null,
    ungraded: dots.reduce((total, dot) => total + dot.ungraded, 0),
    ifWrong: over((dot) => dot.ifWrong),
    ifRight: over((dot) => dot.ifRight),
    wilson: null,
    evaluationId: null,
  };
}

type Facts = Pick<ArmSummary, "arm" | "benchmark" | "exploratory" | "seeds" | "questions">;

function summaryOf(facts: Facts, level: number): ArmSummary {
  const seedCount = facts.seeds.length;
  const { mean: centre, sd } = tInterval(
    facts.seeds.map((dot) => dot.accuracy),
    level,
  );
  const interval = intervalOf(facts.seeds, level);
  const beyondRange = interval !== null && (interval.lo < 0 || interval.hi > 1);
  const claim = claimOf(seedCount);
  const missing = {
    ungraded: facts.seeds.reduce((total, dot) => total + dot.ungraded, 0),
    meanIfWrong: mean(facts.seeds.map((dot) => dot.ifWrong)),
    meanIfRight: mean(facts.seeds.map((dot) => dot.ifRight)),
  };
  const sentence = [
    armSentence({ claim, seedCount, centre, interval, questions: facts.questions }),
    missingSentence(missing),
  ].join("");
  return { ...facts, seedCount, claim, mean: centre, sd, interval, ...missing, beyondRange, sentence };
}

function intervalOf(seeds: readonly SeedDot[], level: number): NamedInterval | null {
  const [only] = seeds;
  if (seeds.length === 1 && only?.wilson)
    return { ...only.wilson, level, method: "Wilson", random: "new questions, this checkpoint" };
  const { lo, hi } = tInterval(
    seeds.map((dot) => dot.accuracy),
    level,
  );
  if (lo === null || hi === null) return null;
  return { lo, hi, level, method: "t over seeds", random: "new seeds, same questions" };
}

function armSentence(facts: {
  claim: SeedClaim;
  seedCount: number;
  centre: number | null;
  interval: NamedInterval | null;
  questions: number;
}): string {
  const { claim, seedCount, centre, interval, questions } = facts;
  if (centre === null) return "No finished evaluation yet.";
  const basis = `${counted(seedCount, "seed")}, ${counted(questions, "question")}`;
  const range = interval
    ? ` ${percentInterval(interval.lo, interval.hi)} (${Math.round(100 * interval.level)}%, ${interval.method})`
    : "";
  const head = `${percent(centre)}${range}, ${basis}.`;
  if (claim === "question-only") return `${head} Retraining noise unknown.`;
  return claim === "grey" ? `${head} Two seeds carry no verdict.` : head;
}

/** The three treatments of what nobody could grade: missing (the mean itself), as wrong, as right. */
function missingSentence({
  ungraded,
  meanIfWrong,
  meanIfRight,
}: Pick<ArmSummary, "ungraded" | "meanIfWrong" | "meanIfRight">): string {
  if (ungraded === 0 || meanIfWrong === null || meanIfRight === null) return "";
  return ` ${counted(ungraded, "decode")} without a verdict left out: ${percent(meanIfWrong)} if wrong, ${percent(meanIfRight)} if right.`;
}

import type { ResultCell } from "@/lib/contracts/results";
import { mean } from "../moments";
import { wilson } from "../proportions";
import type { SeedDot } from "./types";

/** The dots of one arm on one benchmark, a seed each in ascending order; cells without a verdict have none. */
export function dotsOf(cells: readonly ResultCell[], level: number): SeedDot[] {
  return newestPerSeed(cells)
    .map((cell) => dotOf(cell, level))
    .filter((dot) => dot !== null);
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
  const right = cell.decodes > 1 ? accuracy * questions : cell.correct;
  const { lo, hi } = wilson(right, questions, level);
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
    warmUpRunId: cell.warmUpRunId,
    reportedPercent: cell.reportedPercent,
    answers: { right, questions },
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
    warmUpRunId: cell.warmUpRunId,
    reportedPercent: cell.reportedPercent,
    answers: null,
  };
}

/** One seed's mean over benchmarks, each weighing the same. */
export function meanDot(seed: number, dots: readonly SeedDot[]): SeedDot {
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
    warmUpRunId: dots[0]?.warmUpRunId ?? null,
    reportedPercent: null,
    answers: null,
  };
}

/** Whether two or more seeds all started from one warm-up: what they show holds for that warm-up. */
export function isGivenWarmUp(dots: readonly SeedDot[]): boolean {
  const [first] = dots;
  if (dots.length < 2 || !first || first.warmUpRunId === null) return false;
  return dots.every((dot) => dot.warmUpRunId === first.warmUpRunId);
}

import { meanOfIntervals } from "../combined-intervals";
import { mean } from "../moments";
import { newcombe } from "../proportions";
import { type Compared, comparedDots } from "./difference";
import type { ArmSummary, NamedInterval, SeedDot } from "./types";

/** Below two seeds on a side only the questions' noise can be told. */
export function isQuestionsOnly({ arm, baseline }: Compared): boolean {
  return Math.min(arm.length, baseline.length) === 1;
}

/**
 * Interval of arm - baseline where one of them has a single run (statistics.md 4): Newcombe's for unpaired counts. The
 * same questions make it too wide rather than too narrow. Several seeds on the other side count as one run with their
 * mean accuracy: their questions are the same, so they are no further questions. A side without a known count: null.
 */
export function questionInterval(compared: Compared, level: number): NamedInterval | null {
  const part = newcombePart(compared, level);
  return part === null
    ? null
    : { lo: part.lo, hi: part.hi, level, method: "Newcombe from counts", random: RANDOM };
}

/**
 * The same over benchmarks, each weighing the same: Newcombe's interval of every benchmark, combined
 * (`meanOfIntervals`). `parts` are the arm's and baseline's summaries of each benchmark, of the seeds in `compared`.
 */
export function questionIntervalOverBenchmarks(
  compared: Compared,
  parts: readonly { arm: ArmSummary; baseline: ArmSummary }[],
  level: number,
): NamedInterval | null {
  const each = parts.map(({ arm, baseline }) => {
    const own = comparedDots(only(arm, compared.arm), only(baseline, compared.baseline));
    return newcombePart(own, level);
  });
  const known = each.filter((part) => part !== null);
  const whole = known.length === each.length ? meanOfIntervals(known) : null;
  if (whole === null) return null;
  return { lo: whole.lo, hi: whole.hi, level, method: "Newcombe from counts, combined", random: RANDOM };
}

const RANDOM = "new questions, these checkpoints";

/** The summary with the seeds of these dots alone. */
function only(summary: ArmSummary, dots: readonly SeedDot[]): ArmSummary {
  const seeds = new Set(dots.map(({ seed }) => seed));
  return { ...summary, seeds: summary.seeds.filter(({ seed }) => seeds.has(seed)) };
}

function newcombePart({ arm, baseline }: Compared, level: number) {
  const [a, b] = [countsOf(arm), countsOf(baseline)];
  if (a === null || b === null) return null;
  const { diff, lo, hi } = newcombe(a.right, a.questions, b.right, b.questions, level);
  return diff === null || lo === null || hi === null ? null : { estimate: diff, lo, hi };
}

function countsOf(dots: readonly SeedDot[]): { right: number; questions: number } | null {
  const answers = dots.map((dot) => dot.answers).filter((each) => each !== null);
  if (answers.length < dots.length || answers.length === 0) return null;
  const questions = Math.min(...answers.map((each) => each.questions));
  return { right: (mean(dots.map((dot) => dot.accuracy)) ?? 0) * questions, questions };
}

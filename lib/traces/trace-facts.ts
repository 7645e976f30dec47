import type { ScoreSource, TraceFate } from "@/lib/contracts";
import { packSolvability, type StepSolvability } from "./solvability-bytes";

/** A fall of c_i from one scored trace step to the next that counts as large. */
export const LARGE_DROP = 0.5;
/** Counts are exact and their differences are not: 7/10 - 2/10 is a fall of 0.5. */
const ROUNDING = 1e-9;

/** What is stored of one trace step: its continuations, and an empirical c_i where a source has one. */
export interface StepEvidence {
  requested: number;
  returned: number;
  successes: number;
  empirical: number | null;
}

/** What lists, filters and overviews know of a trace's c_i. Unknown is null, never 0. */
export interface TraceFacts {
  /** Where the c_i come from; null: no trace step is scored. */
  scoreSource: ScoreSource | null;
  solvability: Uint8Array;
  meanC: number | null;
  /** Largest fall between two scored trace steps, 0 if it never falls, null below two of them. */
  largestDrop: number | null;
  /** i of the first largest fall; null if it never falls. */
  largestDropStep: number | null;
  /** i of the first fall of at least LARGE_DROP. */
  firstDropStep: number | null;
  fate: TraceFate | null;
  /** Of a lost trace: i from which on no scored trace step is solvable. */
  lostStep: number | null;
}

interface ScoredStep {
  traceStep: number;
  c: number;
}

function sourceOf(steps: readonly StepEvidence[]): ScoreSource | null {
  if (steps.some((step) => step.returned > 0)) return "continuations";
  return steps.some((step) => step.empirical !== null) ? "empirical" : null;
}

function statusOf(step: StepEvidence, source: ScoreSource | null): StepSolvability {
  if (source === "empirical") return step.empirical ?? (step.requested > 0 ? "missing" : "not-scored");
  if (step.returned > 0) return step.successes / step.returned;
  return step.requested > 0 ? "missing" : "not-scored";
}

/** Falls are told between scored steps: across a missing one, at the first step that is known to be lower. */
function fallsOf(scored: readonly ScoredStep[]): { traceStep: number; fall: number }[] {
  return scored.flatMap((step, k) => {
    const before = scored[k - 1];
    return before ? [{ traceStep: step.traceStep, fall: before.c - step.c }] : [];
  });
}

function largestOf(falls: ReturnType<typeof fallsOf>): Pick<TraceFacts, "largestDrop" | "largestDropStep"> {
  if (falls.length === 0) return { largestDrop: null, largestDropStep: null };
  const real = falls.filter(({ fall }) => fall > ROUNDING);
  const largestDrop = real.reduce((most, { fall }) => Math.max(most, fall), 0);
  const at = real.find(({ fall }) => fall > largestDrop - ROUNDING);
  return { largestDrop, largestDropStep: at?.traceStep ?? null };
}

/**
 * What became of the solvability: at 0 from some step to the end after a solvable start is `lost`, whatever happened
 * between; any other return from 0 is `recovered`.
 */
function fateOf(scored: readonly ScoredStep[]): TraceFate | null {
  const [first, last] = [scored[0], scored.at(-1)];
  if (!first || !last) return null;
  if (scored.every(({ c }) => c === 0)) return "never";
  if (first.c > 0 && last.c === 0) return "lost";
  return scored.some(({ c }) => c === 0) ? "recovered" : "kept";
}

function lostStepOf(scored: readonly ScoredStep[]): number | null {
  const lastSolvable = scored.findLastIndex(({ c }) => c > 0);
  return scored[lastSolvable + 1]?.traceStep ?? null;
}

/** The facts of a trace, its steps in order (i = 1..K). An empirical c_i speaks only where no continuation does. */
export function traceFactsOf(steps: readonly StepEvidence[]): TraceFacts {
  const scoreSource = sourceOf(steps);
  const statuses = steps.map((step) => statusOf(step, scoreSource));
  const scored = statuses.flatMap((c, at) => (typeof c === "number" ? [{ traceStep: at + 1, c }] : []));
  const falls = fallsOf(scored);
  const fate = fateOf(scored);
  return {
    scoreSource,
    solvability: packSolvability(statuses),
    meanC: scored.length === 0 ? null : scored.reduce((total, { c }) => total + c, 0) / scored.length,
    ...largestOf(falls),
    firstDropStep: falls.find(({ fall }) => fall >= LARGE_DROP - ROUNDING)?.traceStep ?? null,
    fate,
    lostStep: fate === "lost" ? lostStepOf(scored) : null,
  };
}

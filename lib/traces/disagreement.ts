import { ADJUDICATED, type ProcessVerdict, type ScorerKind, type StepLabel } from "@/lib/contracts";

/** What one scorer says of a trace, as it is stored. */
export interface Opinion {
  kind: ScorerKind;
  name: string;
  /** i of the first wrong trace step, 0 none is wrong, null not said. */
  firstError: number | null;
  steps: readonly { traceStep: number; value: number | null; label: StepLabel | null }[];
}

const OF_LABEL: Record<StepLabel, number> = { good: 1, neutral: 0.5, bad: 0 };

/** What an opinion says of each trace step from 0 (wrong, unsolvable) to 1, by i; steps it is silent on are absent. */
function positionsOf(opinion: Opinion, stepCount: number): Map<number, number> {
  const said = new Map<number, number>();
  const { firstError } = opinion;
  if (firstError !== null) {
    const sound = firstError === 0 ? stepCount : firstError - 1;
    for (let i = 1; i <= sound; i++) said.set(i, 1);
    if (firstError > 0) said.set(firstError, 0);
  }
  for (const { traceStep, value, label } of opinion.steps) {
    if (label !== null) said.set(traceStep, OF_LABEL[label]);
    else if (value !== null && value >= 0 && value <= 1) said.set(traceStep, value);
  }
  return said;
}

const isAdjudication = ({ kind, name }: Opinion) => kind === "human" && name === ADJUDICATED;

/** Whether an opinion still stands on a trace step: where people were adjudicated, only the adjudication does. */
function stands(opinion: Opinion, adjudicated: ReadonlySet<number>, traceStep: number): boolean {
  return opinion.kind !== "human" || isAdjudication(opinion) || !adjudicated.has(traceStep);
}

function meanDifference(values: readonly number[]): number {
  let total = 0;
  values.forEach((a, i) => {
    for (const b of values.slice(i + 1)) total += Math.abs(a - b);
  });
  return total / ((values.length * (values.length - 1)) / 2);
}

/**
 * How much the scorers of a trace differ, 0 to 1: of each trace step on which at least two of them speak the mean absolute
 * difference over all pairs, and of these the mean over the steps. Null where no two speak about one step.
 *
 * All are mapped to [0, 1]: c_i and shares as they are, a score if it lies in [0, 1] (others have no common scale and stay
 * silent), good 1, neutral 0.5, bad 0; a first error says good of the steps before it, bad of its own, and nothing of those
 * after it. A scorer's label of a step is stronger than what follows from its first error.
 */
export function disagreementOf(opinions: readonly Opinion[], stepCount: number): number | null {
  const said = opinions.map((opinion) => ({ opinion, positions: positionsOf(opinion, stepCount) }));
  const adjudicated = new Set(
    said.flatMap((s) => (isAdjudication(s.opinion) ? [...s.positions.keys()] : [])),
  );
  const differences: number[] = [];
  for (let i = 1; i <= stepCount; i++) {
    const values = said.flatMap(({ opinion, positions }) => {
      const value = positions.get(i);
      return value !== undefined && stands(opinion, adjudicated, i) ? [value] : [];
    });
    if (values.length >= 2) differences.push(meanDifference(values));
  }
  if (differences.length === 0) return null;
  return differences.reduce((total, d) => total + d, 0) / differences.length;
}

function verdictOf(opinion: Opinion, stepCount: number): ProcessVerdict | null {
  if (opinion.firstError !== null) return opinion.firstError === 0 ? "sound" : "broken";
  if (opinion.steps.some(({ label }) => label === "bad")) return "broken";
  const labelled = new Set(opinion.steps.filter((s) => s.label !== null).map((s) => s.traceStep));
  return stepCount > 0 && labelled.size >= stepCount ? "sound" : null;
}

/**
 * What people say of a trace's process: the adjudication if there is one, else what all raters agree on. Broken: a first
 * error or a bad step; sound: none is wrong, or every trace step was labelled and none is bad. Null: not said or disputed.
 */
export function humanProcessOf(opinions: readonly Opinion[], stepCount: number): ProcessVerdict | null {
  const people = opinions.filter(({ kind }) => kind === "human");
  const settled = people.find(isAdjudication);
  if (settled) return verdictOf(settled, stepCount);
  const [first, ...others] = people.flatMap((opinion) => verdictOf(opinion, stepCount) ?? []);
  return first !== undefined && others.every((verdict) => verdict === first) ? first : null;
}

const speaks = ({ firstError, steps }: Opinion) =>
  firstError !== null || steps.some(({ value, label }) => value !== null || label !== null);

/** How many people judged a trace: a label taken back is none, a note alone is none, the adjudication is nobody's own. */
export function ratersOf(opinions: readonly Opinion[]): number {
  return opinions.filter((opinion) => opinion.kind === "human" && !isAdjudication(opinion) && speaks(opinion))
    .length;
}

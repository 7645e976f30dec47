import type { LabelEditChange, StepLabel } from "@/lib/contracts";
import type { FieldError } from "./errors";

/** Nothing said. */
export const NO_JUDGEMENT: LabelEditChange = { label: null, firstError: null, note: "", tags: [] };

/** Words of the labels, from best to worst: their places are the categories of kappa and alpha. */
export const STEP_LABELS = ["good", "neutral", "bad"] as const satisfies readonly StepLabel[];

export function saysNothing({ label, firstError, note, tags }: LabelEditChange): boolean {
  return label === null && firstError === null && note === "" && tags.length === 0;
}

export function sameJudgement(a: LabelEditChange, b: LabelEditChange): boolean {
  return (
    a.label === b.label &&
    a.firstError === b.firstError &&
    a.note === b.note &&
    a.tags.length === b.tags.length &&
    a.tags.every((tag, i) => tag === b.tags[i])
  );
}

interface Said {
  traceStep: number | null;
  after: LabelEditChange;
}

/** What is wrong with a change of a trace of `stepCount` trace steps: paths are of the change's own fields. */
export function judgementFaults({ traceStep, after }: Said, stepCount: number): FieldError[] {
  const faults: FieldError[] = [];
  const refuse = (path: string, message: string) => faults.push({ path, message });
  const range = stepCount === 0 ? "the trace has no trace steps" : `the trace has ${stepCount} trace steps`;
  if (traceStep !== null && traceStep > stepCount) refuse("traceStep", range);
  if (traceStep !== null && after.firstError !== null)
    refuse("after.firstError", "belongs to the whole trace: leave traceStep null");
  if (traceStep === null && after.label !== null)
    refuse("after.label", "belongs to a trace step: name it in traceStep");
  if (traceStep === null && after.tags.length > 0)
    refuse("after.tags", "belong to a trace step: name it in traceStep");
  if (traceStep === null && after.firstError !== null && after.firstError > stepCount)
    refuse("after.firstError", range);
  return faults;
}

export interface FirstError {
  /** i of the first wrong trace step, 0 none is wrong, null not said. */
  firstError: number | null;
  /** It follows from the labels of the trace steps; nobody stated it. */
  derived: boolean;
}

/**
 * The first error that a judgement names. Where none is stated it follows from the labels: the first bad trace step if
 * every one before it is labelled, or 0 if all are labelled and none is bad.
 */
export function firstErrorOf(
  stated: number | null,
  labels: ReadonlyMap<number, StepLabel>,
  stepCount: number,
): FirstError {
  if (stated !== null) return { firstError: stated, derived: false };
  for (let i = 1; i <= stepCount; i += 1) {
    const label = labels.get(i);
    if (label === undefined) return { firstError: null, derived: false };
    if (label === "bad") return { firstError: i, derived: true };
  }
  return stepCount === 0 ? { firstError: null, derived: false } : { firstError: 0, derived: true };
}

/** Where a first error and the labels speak against each other, in sentences; a rater may mean it. */
export function contradictions(firstError: number | null, labels: ReadonlyMap<number, StepLabel>): string[] {
  if (firstError === null) return [];
  const bad = [...labels].filter(([, label]) => label === "bad").map(([i]) => i);
  if (firstError === 0)
    return bad.map((i) => `Trace step ${i} is labelled bad, yet no step is said to be wrong.`);
  const early = bad.filter((i) => i < firstError);
  const own = labels.get(firstError);
  return [
    ...early.map((i) => `Trace step ${i} is labelled bad, yet the first error stands at ${firstError}.`),
    ...(own === undefined || own === "bad"
      ? []
      : [`Trace step ${firstError} is the first error, yet it is labelled ${own}.`]),
  ];
}

/** Whether labels alone, of a rater who names no first error, say that it is not this one. */
export function deniesFirstError(firstError: number, labels: ReadonlyMap<number, StepLabel>): boolean {
  return contradictions(firstError, labels).length > 0;
}

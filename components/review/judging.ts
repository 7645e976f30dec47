import type { LabelEditChange, LabelView, StepLabel } from "@/lib/contracts";
import { NO_JUDGEMENT, sameJudgement } from "@/lib/domain/judgement";

/** What a rater says of one trace, as the page holds it. */
export interface Judging {
  /** Only of trace steps of which something is said. */
  steps: ReadonlyMap<number, LabelEditChange>;
  trace: LabelEditChange;
}

/** One judgement that changes. */
export interface Change {
  traceStep: number | null;
  before: LabelEditChange;
  after: LabelEditChange;
}

/** What a rater does. */
export type Act =
  | { kind: "label"; traceStep: number; label: StepLabel }
  | { kind: "first-error"; traceStep: number }
  | { kind: "nothing-wrong" }
  | { kind: "clear"; traceStep: number }
  /** Labels good what is not labelled: before the first error, or everywhere if nothing is wrong. */
  | { kind: "rest-good" }
  | { kind: "note"; traceStep: number | null; note: string }
  | { kind: "tags"; traceStep: number; tags: string[] };

/** The judgement that a label view holds. */
export function judgingOf({ steps, trace }: Pick<LabelView, "steps" | "trace">): Judging {
  return {
    steps: new Map(
      steps.map(({ traceStep, label, note, tags }) => [traceStep, { ...NO_JUDGEMENT, label, note, tags }]),
    ),
    trace: { ...NO_JUDGEMENT, firstError: trace?.firstError ?? null, note: trace?.note ?? "" },
  };
}

export function saidAt(judging: Judging, traceStep: number | null): LabelEditChange {
  return traceStep === null ? judging.trace : (judging.steps.get(traceStep) ?? NO_JUDGEMENT);
}

/** A label view with one judgement replaced. */
export function withJudgement<V extends Pick<LabelView, "steps" | "trace">>(
  view: V,
  traceStep: number | null,
  { label, firstError, note, tags }: LabelEditChange,
): V {
  if (traceStep === null) return { ...view, trace: { value: view.trace?.value ?? null, firstError, note } };
  const others = view.steps.filter((step) => step.traceStep !== traceStep);
  const step = { traceStep, value: null, label, successes: null, n: null, note, tags };
  return { ...view, steps: [...others, step].sort((a, b) => a.traceStep - b.traceStep) };
}

type Edit = (judging: Judging) => { traceStep: number | null; after: LabelEditChange }[];

const at = (judging: Judging, traceStep: number | null, change: Partial<LabelEditChange>) => ({
  traceStep,
  after: { ...saidAt(judging, traceStep), ...change },
});

/** How far "the rest is good" reaches: up to the first error, everywhere if nothing is wrong, nowhere if neither is said. */
function restEnds({ trace }: Judging, stepCount: number): number {
  if (trace.firstError === null) return 0;
  return trace.firstError === 0 ? stepCount : trace.firstError - 1;
}

function editsOf(act: Act, stepCount: number): Edit {
  switch (act.kind) {
    case "label":
      return (j) => [at(j, act.traceStep, { label: act.label })];
    case "first-error":
      return (j) => [at(j, null, { firstError: act.traceStep }), at(j, act.traceStep, { label: "bad" })];
    case "nothing-wrong":
      return (j) => [at(j, null, { firstError: 0 })];
    case "clear":
      return (j) => [
        at(j, act.traceStep, { label: null }),
        ...(j.trace.firstError === act.traceStep ? [at(j, null, { firstError: null })] : []),
      ];
    case "rest-good":
      return (j) =>
        Array.from({ length: restEnds(j, stepCount) }, (_, i) => i + 1)
          .filter((i) => saidAt(j, i).label === null)
          .map((i) => at(j, i, { label: "good" }));
    case "note":
      return (j) => [at(j, act.traceStep, { note: act.note })];
    case "tags":
      return (j) => [at(j, act.traceStep, { tags: act.tags })];
  }
}

/** What an act changes; nothing where all of it stands already. */
export function changesOf(judging: Judging, act: Act, stepCount: number): Change[] {
  return editsOf(
    act,
    stepCount,
  )(judging)
    .map(({ traceStep, after }) => ({ traceStep, before: saidAt(judging, traceStep), after }))
    .filter(({ before, after }) => !sameJudgement(before, after));
}

/** How many trace steps carry a label, and whether anything at all is said. */
export function progressOf(judging: Judging): { labelled: number; anything: boolean } {
  const labelled = [...judging.steps.values()].filter(({ label }) => label !== null).length;
  const noted = [...judging.steps.values(), judging.trace].some(
    ({ note, tags }) => note !== "" || tags.length > 0,
  );
  return { labelled, anything: labelled > 0 || noted || judging.trace.firstError !== null };
}

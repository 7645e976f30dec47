import type { AdjudicationItem, AdjudicationView } from "@/lib/contracts";
import { firstErrorOf } from "@/lib/domain/judgement";
import { judgingOf } from "../judging";

/** Trace steps that raters label differently and nobody has decided. */
export function undecidedSteps(view: Pick<AdjudicationView, "traceSteps" | "steps" | "trace">): number[] {
  const { steps } = judgingOf(view);
  return view.traceSteps
    .filter(({ index, differs }) => differs && (steps.get(index)?.label ?? null) === null)
    .map(({ index }) => index);
}

/** Everything that raters differ on is decided. */
export function isSettled(view: AdjudicationView): boolean {
  const { steps, trace } = judgingOf(view);
  const labels = new Map(
    [...steps].flatMap(([i, { label }]) => (label === null ? [] : [[i, label] as const])),
  );
  const { firstError } = firstErrorOf(trace.firstError, labels, view.traceSteps.length);
  return undecidedSteps(view).length === 0 && (!view.firstErrorDiffers || firstError !== null);
}

/** The next item that is not settled, behind `from` and then from the start; null where all are. */
export function nextUnsettled(items: readonly AdjudicationItem[], from: string): string | null {
  const here = items.findIndex(({ traceId }) => traceId === from);
  const order = [...items.slice(here + 1), ...items.slice(0, Math.max(0, here))];
  return order.find(({ settled }) => !settled)?.traceId ?? null;
}

/** "labels of steps 2 and 4, first error": what raters of a trace differ on. */
export function differenceInWords({ differ, firstErrorDiffers }: AdjudicationItem): string {
  const steps =
    differ.length === 0
      ? []
      : [`${differ.length === 1 ? "label of step" : "labels of steps"} ${differ.join(", ")}`];
  return [...steps, ...(firstErrorDiffers ? ["first error"] : [])].join("; ");
}

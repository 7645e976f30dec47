import type { ExplorerBreaks, TraceSelection } from "@/lib/contracts";
import { formatCount, formatShare, plural } from "@/lib/format/number";

/** A bar or a dot of one of the overviews: what it says, and which traces stand behind it. */
export interface BreakMark {
  key: string;
  /** On the axis. */
  label: string;
  value: number | null;
  /** Ends of the 95% interval. */
  low: number | null;
  high: number | null;
  /** The hover card's lines and what is read out. */
  lines: readonly [string, ...string[]];
  /** What narrows the selection to the traces behind it; null if there are none. */
  opens: TraceSelection | null;
}

const shareOf = (count: number, of: number) =>
  of === 0 ? "no trace" : `${formatShare(count / of)} of ${formatCount(of)} scored traces`;
const ifAny = (count: number, opens: TraceSelection) => (count > 0 ? opens : null);
const plain = { low: null, high: null };

/** Drawn are the trace steps that so many scored traces reach, and the first few in any case. */
const LEAST_TRACES = 5;
const LEAST_SHARE = 0.005;
const LEAST_STEPS = 8;

/** The last trace step that is drawn: a single long trace would squeeze all others to slivers. */
export function lastDrawnStep({ steps, scored }: ExplorerBreaks): number {
  const enough = Math.max(LEAST_TRACES, LEAST_SHARE * scored);
  const reached = steps.findLastIndex((step) => step.scored >= enough) + 1;
  return Math.min(steps.length, Math.max(LEAST_STEPS, reached));
}

/** Bars of falls as drawn: up to the last drawn trace step, and what comes later in one bar. */
function withTail(
  marks: BreakMark[],
  breaks: ExplorerBreaks,
  tail: (count: number, last: number) => BreakMark,
  count: (step: ExplorerBreaks["steps"][number]) => number,
): BreakMark[] {
  const counted = breaks.steps.findLastIndex((step) => count(step) > 0) + 1;
  const last = Math.min(lastDrawnStep(breaks), Math.max(LEAST_STEPS, counted));
  const beyond = breaks.steps.slice(last).reduce((sum, step) => sum + count(step), 0);
  // Marks begin at trace step 2: c cannot fall at 1.
  const drawn = marks.slice(0, Math.max(0, last - 1));
  return beyond === 0 ? drawn : [...drawn, tail(beyond, last)];
}

/** The first large drop by trace step: at which i it comes first. */
export function firstDropMarks(breaks: ExplorerBreaks): BreakMark[] {
  const { scored, steps } = breaks;
  return steps.slice(1).map(({ traceStep, firstDrops }) => ({
    ...plain,
    key: `drop-${traceStep}`,
    label: String(traceStep),
    value: firstDrops,
    lines: [
      `First large drop at trace step ${traceStep}`,
      plural(firstDrops, "trace"),
      shareOf(firstDrops, scored),
    ],
    opens: ifAny(firstDrops, { firstDropStep: traceStep }),
  }));
}

/** As {@link firstDropMarks}, as far as it is drawn. */
export function drawnFirstDrops(breaks: ExplorerBreaks): BreakMark[] {
  const tail = (count: number, last: number): BreakMark => ({
    ...plain,
    key: "drop-later",
    label: `> ${last}`,
    value: count,
    lines: [
      `First large drop after trace step ${last}`,
      plural(count, "trace"),
      shareOf(count, breaks.scored),
    ],
    opens: null,
  });
  return withTail(firstDropMarks(breaks), breaks, tail, (step) => step.firstDrops);
}

/** Mean c by trace step with its interval; a step that nobody scored has no dot. */
export function meanMarks({ steps }: ExplorerBreaks): BreakMark[] {
  return steps.map((step) => {
    const { traceStep, scored, meanC, low, high, prompts, missing, notScored } = step;
    const interval =
      low === null || high === null
        ? "no interval: fewer than two prompts"
        : `95% [${low.toFixed(3)}, ${high.toFixed(3)}], ${plural(prompts, "prompt")}`;
    const mean =
      meanC === null
        ? ["No c at this trace step"]
        : [`Mean c ${meanC.toFixed(3)}, n = ${plural(scored, "trace")}`, interval];
    return {
      key: `mean-${traceStep}`,
      label: String(traceStep),
      value: meanC,
      low,
      high,
      lines: [
        `Trace step ${traceStep}`,
        ...mean,
        `Missing ${formatCount(missing)}, not scored ${formatCount(notScored)}`,
      ],
      opens: ifAny(scored + missing + notScored, { minSteps: traceStep }),
    };
  });
}

const FATE_TEXTS = {
  kept: { label: "kept", says: "Solvable at the start and to the end" },
  recovered: { label: "recovered", says: "At 0 somewhere, and solvable again" },
  never: { label: "never", says: "Never solvable at any scored trace step" },
} as const;

function fateMark(
  breaks: ExplorerBreaks,
  { key, label, says, count }: { key: string; label: string; says: string; count: number },
  opens: TraceSelection | null,
): BreakMark {
  const { scored } = breaks;
  return {
    ...plain,
    key,
    label,
    value: scored === 0 ? null : count / scored,
    lines: [says, plural(count, "trace"), shareOf(count, scored)],
    opens: count > 0 ? opens : null,
  };
}

/** Shares of the traces that were solvable at the start and at 0 from trace step i on, i = 2, 3, … */
function lostMarks(breaks: ExplorerBreaks): BreakMark[] {
  return breaks.steps.slice(1).map(({ traceStep, lost }) => {
    const says = `Solvable at the start, at 0 from trace step ${traceStep} on`;
    const named = { key: `lost-${traceStep}`, label: `lost at ${traceStep}`, says, count: lost };
    return fateMark(breaks, named, { lostStep: traceStep });
  });
}

function drawnLost(breaks: ExplorerBreaks): BreakMark[] {
  const tail = (count: number, last: number) => {
    const says = `Solvable at the start, lost after trace step ${last}`;
    return fateMark(breaks, { key: "lost-later", label: `lost > ${last}`, says, count }, null);
  };
  return withTail(lostMarks(breaks), breaks, tail, (step) => step.lost);
}

/** What became of solvability: shares of the scored traces, the lost ones by the trace step from which c stays 0. */
export function fateMarks(breaks: ExplorerBreaks, lost = lostMarks(breaks)): BreakMark[] {
  const whole = (fate: keyof typeof FATE_TEXTS) => {
    const count = breaks.fates.find((f) => f.fate === fate)?.count ?? 0;
    return fateMark(breaks, { key: fate, ...FATE_TEXTS[fate], count }, { fate });
  };
  return [whole("kept"), whole("recovered"), ...lost, whole("never")];
}

/** As {@link fateMarks}, as far as it is drawn. */
export const drawnFates = (breaks: ExplorerBreaks): BreakMark[] => fateMarks(breaks, drawnLost(breaks));

export interface MatrixCell {
  outcome: "right" | "wrong" | "unknown";
  process: "sound" | "broken" | null;
  count: number;
  /** Right answers that a broken process reached, and wrong ones from sound steps: what a reviewer reads first. */
  isTelling: boolean;
}

/** A cell of verdict against process. */
export function cellOf(
  matrix: ExplorerBreaks["byC"],
  outcome: MatrixCell["outcome"],
  process: MatrixCell["process"],
): MatrixCell {
  const count = matrix.find((c) => c.outcome === outcome && c.process === process)?.count ?? 0;
  const isTelling =
    (outcome === "right" && process === "broken") || (outcome === "wrong" && process === "sound");
  return { outcome, process, count, isTelling };
}

/** Marks as CSV; an unknown value is empty and not 0. */
export function marksCsv(marks: readonly BreakMark[], head: string): string {
  const lines = marks.map((m) => [m.label, m.value ?? "", m.low ?? "", m.high ?? ""].join(","));
  return [head, ...lines].join("\r\n");
}

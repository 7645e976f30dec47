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

/** Few bars are still a distribution; a long tail of empty ones only squeezes it. */
const LEAST_STEPS = 6;

/** Trace steps 2, 3, … (c cannot fall at 1) as far as there is anything to count. */
function fallSteps({ steps }: ExplorerBreaks, count: (step: ExplorerBreaks["steps"][number]) => number) {
  const last = steps.findLastIndex((step) => count(step) > 0) + 1;
  return steps.slice(1, Math.max(LEAST_STEPS, last));
}

/** The first large drop by trace step: at which i it comes first. */
export function firstDropMarks(breaks: ExplorerBreaks): BreakMark[] {
  const { scored } = breaks;
  return fallSteps(breaks, (step) => step.firstDrops).map(({ traceStep, firstDrops }) => ({
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

/** What became of solvability: shares of the scored traces, the lost ones by the trace step from which c stays 0. */
export function fateMarks(breaks: ExplorerBreaks): BreakMark[] {
  const { fates, scored } = breaks;
  const markOf = (
    key: string,
    label: string,
    says: string,
    count: number,
    opens: TraceSelection,
  ): BreakMark => ({
    ...plain,
    key,
    label,
    value: scored === 0 ? null : count / scored,
    lines: [says, plural(count, "trace"), shareOf(count, scored)],
    opens: ifAny(count, opens),
  });
  const whole = (fate: keyof typeof FATE_TEXTS) => {
    const count = fates.find((f) => f.fate === fate)?.count ?? 0;
    return markOf(fate, FATE_TEXTS[fate].label, FATE_TEXTS[fate].says, count, { fate });
  };
  const lost = fallSteps(breaks, (step) => step.lost).map(({ traceStep, lost: count }) =>
    markOf(
      `lost-${traceStep}`,
      `lost at ${traceStep}`,
      `Solvable at the start, at 0 from trace step ${traceStep} on`,
      count,
      { lostStep: traceStep },
    ),
  );
  return [whole("kept"), whole("recovered"), ...lost, whole("never")];
}

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

import type { ExportOptions, PairSource, StepLabel } from "@/lib/contracts";
import type { ExportedTrace } from "../exporter";
import { labelsOf } from "../labels";
import { type StepPiece, solvabilityOf, stepPieces } from "../trace-parts";

/** One possible next step after a prefix, with what is known of how good it is. */
export interface Candidate {
  /** Everything that the response holds before it, exactly. */
  prefix: string;
  /** The next step as it was written, tags and blanks included. */
  text: string;
  /** Its value is successes / n. */
  successes: number;
  n: number;
  label: StepLabel | null;
  /** i of the next step. */
  traceStep: number;
  traceId: string;
  /** Whether it is what a trace went on with, or one of its alternatives or continuations. */
  own: boolean;
}

/** Next steps that may be compared with each other: after one prefix, valued in one way. */
export interface Offer extends Candidate {
  from: PairSource;
  /** How many pieces of the trace stand before it. */
  after: number;
  /** Values of one kind only are compared: c_i of continuations, empirical c_i, labels. */
  valued: "continuations" | "empirical" | "label";
}

const LABEL_VALUE: Record<StepLabel, number> = { good: 2, neutral: 1, bad: 0 };
const labelled = (label: StepLabel) => ({ successes: LABEL_VALUE[label], n: 2, label });

/** A trace cut into what the model wrote from prefix to prefix. */
export interface Cut {
  trace: ExportedTrace;
  pieces: StepPiece[];
  /** Prefixes 0 to K. */
  prefixes: string[];
}

export function cutUp(trace: ExportedTrace): Cut {
  const pieces = stepPieces(trace);
  const ends = [0, ...pieces.map(({ end }) => end)];
  return { trace, pieces, prefixes: ends.map((end) => trace.response.slice(0, end)) };
}

/** The steps that a trace took itself, each valued by the c_i of the prefix that it ends. */
function ownSteps({ trace, pieces, prefixes }: Cut, from: PairSource): Offer[] {
  return trace.traceSteps.flatMap((step, at) => {
    const found = solvabilityOf(step);
    if (found === null) return [];
    const { successes, n, source } = found;
    const place = { after: at, prefix: prefixes[at] ?? "", text: pieces[at]?.text ?? "", traceStep: at + 1 };
    const value = { successes, n, valued: source, label: null };
    return [{ ...place, ...value, from, traceId: trace.id, own: true }];
  });
}

/** A rated step and its rated alternatives. */
function alternativesOf({ trace, pieces, prefixes }: Cut, options: ExportOptions): Offer[] {
  if (trace.traceSteps.every(({ alternatives }) => alternatives.length === 0)) return [];
  const byPeople = labelsOf(trace, { ...options, labels: "people" }, null).labels;
  return trace.traceSteps.flatMap(({ alternatives }, at): Offer[] => {
    if (alternatives.length === 0) return [];
    const [label, piece] = [byPeople[at] ?? null, pieces[at] ?? { text: "", lead: "", tail: "", end: 0 }];
    const common = {
      ...{ from: "alternatives" as const, valued: "label" as const, traceId: trace.id },
      ...{ after: at, prefix: prefixes[at] ?? "", traceStep: at + 1 },
    };
    const own = label === null ? [] : [{ ...common, ...labelled(label), text: piece.text, own: true }];
    const others = alternatives.flatMap((other) => {
      if (other.label === null) return [];
      const text = `${piece.lead}${other.text}${piece.tail}`;
      return [{ ...common, ...labelled(other.label), text, own: false }];
    });
    return [...own, ...others];
  });
}

const FIRST_STEP = /^\s*<step>[\s\S]*?<\/step>/;

/**
 * First steps of continuations. Such a step is valued by the continuations that begin with it: often by a single one, so
 * the least number behind a value matters.
 */
function firstSteps({ trace, prefixes }: Cut): Offer[] {
  return trace.traceSteps.flatMap(({ continuations }, at): Offer[] =>
    continuations.flatMap(({ text, verdict }) => {
      const first = FIRST_STEP.exec(text)?.[0];
      if (first === undefined || verdict === "unknown") return [];
      const place = { after: at + 1, prefix: prefixes[at + 1] ?? "", traceStep: at + 2 };
      const value = { text: first, successes: verdict === "right" ? 1 : 0, n: 1, label: null };
      const kind = { from: "continuations", valued: "continuations", own: false } as const;
      return [{ ...place, ...value, ...kind, traceId: trace.id }];
    }),
  );
}

/** Every next step that a trace tells a value of, by the sources that were asked for. */
export function offersOf(cut: Cut, options: ExportOptions): Offer[] {
  const { pairsFrom } = options;
  return [
    ...(pairsFrom.includes("samples") ? ownSteps(cut, "samples") : []),
    ...(pairsFrom.includes("alternatives") ? alternativesOf(cut, options) : []),
    ...(pairsFrom.includes("continuations") ? [...ownSteps(cut, "continuations"), ...firstSteps(cut)] : []),
  ];
}

import {
  type inferParserType,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { type TraceOrigin, traceOrigin, traceQuery } from "@/lib/contracts";

/** Rows of one answer; the list draws only those in sight. */
export const TRACES_PAGE = 500;

const sorts = traceQuery.shape.sort.unwrap().options;
const outcomes = ["right", "wrong", "unknown"] as const;
const formats = ["valid", "invalid"] as const;
const gates = ["pass", "fail", "undetermined", "off"] as const;

/** What of the heatmap and the list lives in the URL: a link shows another person the same traces. */
export const TRACES_STATE = {
  ablation: parseAsString.withDefault(""),
  run: parseAsString.withDefault(""),
  /** Absent: training responses if any are scored, else the probe's. */
  origin: parseAsStringLiteral(traceOrigin.options),
  view: parseAsStringLiteral(["trainStep", "trace"]).withDefault("trainStep"),
  from: parseAsInteger,
  to: parseAsInteger,
  outcome: parseAsStringLiteral(outcomes),
  format: parseAsStringLiteral(formats),
  gate: parseAsStringLiteral(gates),
  text: parseAsString.withDefault(""),
  prompt: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(sorts).withDefault("trainStep"),
  order: parseAsStringLiteral(["asc", "desc"]).withDefault("desc"),
  grouped: parseAsBoolean.withDefault(true),
  offset: parseAsInteger.withDefault(0),
} as const;
export type TracesState = inferParserType<typeof TRACES_STATE>;

/** What leaves no filter set. */
export const NO_FILTERS = {
  ...{ from: null, to: null, outcome: null, format: null, gate: null },
  ...{ text: "", prompt: "", offset: 0 },
} as const satisfies Partial<TracesState>;

/** How many filters narrow the list; a range of train steps is one. */
export function filterCount(state: TracesState): number {
  const set = [state.outcome, state.format, state.gate, state.from ?? state.to];
  return set.filter((value) => value !== null).length + (state.text ? 1 : 0) + (state.prompt ? 1 : 0);
}

/** The query string of GET /api/v1/runs/{id}/traces for a state; what is not set is left out. */
export function tracesQueryOf(state: TracesState, origin: TraceOrigin): string {
  const asked = {
    ...{ origin, fromTrainStep: state.from, toTrainStep: state.to, promptId: state.prompt || null },
    ...{ outcome: state.outcome, format: state.format, gate: state.gate, text: state.text || null },
    ...{ sort: state.sort, order: state.order, limit: TRACES_PAGE, offset: Math.max(0, state.offset) },
  };
  const pairs = Object.entries(asked).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)]],
  );
  return new URLSearchParams(pairs).toString();
}

/** Training responses where they are scored, else the probe's, else training responses as they are. */
export function originOf(asked: TraceOrigin | null, available: readonly TraceOrigin[]): TraceOrigin {
  if (asked !== null) return asked;
  return available.includes("train") || !available.includes("probe") ? "train" : "probe";
}

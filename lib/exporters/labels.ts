import { ADJUDICATED, type ExportOptions, type ImportedScorer, type StepLabel } from "@/lib/contracts";
import { deniesFirstError } from "@/lib/domain/judgement";
import type { ExportedTrace } from "./exporter";
import { solvabilityOf } from "./trace-parts";

/** What is said of a trace, by one scorer or by several together. */
export interface Statement {
  /** Of each trace step; null: not said, or not agreed on. */
  labels: (StepLabel | null)[];
  /** i of the first wrong trace step, 0 none is wrong, null not said. */
  firstError: number | null;
  /** Raters differ somewhere, and nobody decided. */
  disagreed: boolean;
}

type Judged = Pick<ExportedTrace, "traceSteps" | "scores">;
type IsScorer = (scorer: ImportedScorer) => boolean;

/** The first bad trace step, where all before it are labelled; 0 where all are and none is bad. */
function firstBad(labels: readonly (StepLabel | null)[]): number | null {
  const at = labels.findIndex((label) => label === null || label === "bad");
  if (at === -1) return 0;
  return labels[at] === "bad" ? at + 1 : null;
}

/** A first error says that the steps before it are good and that it is bad; of those behind it, nothing. */
function filledIn(labels: readonly (StepLabel | null)[], firstError: number | null): (StepLabel | null)[] {
  if (firstError === null) return [...labels];
  return labels.map((label, at) => {
    if (label !== null) return label;
    if (firstError === 0 || at + 1 < firstError) return "good";
    return at + 1 === firstError ? "bad" : null;
  });
}

function statement(labels: readonly (StepLabel | null)[], said: number | null, disagreed = false): Statement {
  const filled = filledIn(labels, said);
  return { labels: filled, firstError: said ?? firstBad(filled), disagreed };
}

/** What one scorer says; a value counts as good above the threshold, where the scorer gives no label. */
function statementOf({ traceSteps, scores }: Judged, is: IsScorer, threshold: number): Statement {
  const labels = traceSteps.map(({ scores: all }) => {
    const found = all.find(({ scorer }) => is(scorer));
    if (!found || found.label !== null) return found?.label ?? null;
    const share = found.n && found.successes !== null ? found.successes / found.n : found.value;
    return share === null ? null : byThreshold(share, threshold);
  });
  return statement(labels, scores.find(({ scorer }) => is(scorer))?.firstError ?? null);
}

const byThreshold = (value: number, threshold: number): StepLabel => (value > threshold ? "good" : "bad");

const keyOf = ({ kind, name, version }: ImportedScorer) => JSON.stringify([kind, name, version]);

/** The scorers of kind human that speak of this trace, the adjudicated labels apart. */
function ratersOf({ traceSteps, scores }: Judged): ImportedScorer[] {
  const all = [...traceSteps.flatMap((step) => step.scores), ...scores].map(({ scorer }) => scorer);
  const raters = all.filter(({ kind, name }) => kind === "human" && name !== ADJUDICATED);
  return [...new Map(raters.map((rater) => [keyOf(rater), rater])).values()];
}

/** The most frequent of some values, or `undefined` where two are equally frequent or there are none. */
function mostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  return first && first[1] !== second?.[1] ? first[0] : undefined;
}

/** The only value that is there, or `undefined`. */
function unanimous<T>(values: readonly T[]): T | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

const said = <T>(value: T | null): value is T => value !== null;

/**
 * What several raters say together: each step by a vote. The first error is a vote of its own as soon as one of them names
 * it (those who do not then speak by their labels, which may be against it); otherwise it follows from the steps that were voted on.
 */
function together(trace: Judged, raters: readonly ImportedScorer[], vote: typeof unanimous): Statement {
  const each = raters.map((rater) => statementOf(trace, (scorer) => keyOf(scorer) === keyOf(rater), 0));
  const votesOf = (at: number) => each.map(({ labels }) => labels[at] ?? null).filter(said);
  const labels = trace.traceSteps.map((_, at) => vote(votesOf(at)) ?? null);
  const open = trace.traceSteps.some((_, at) => labels[at] === null && votesOf(at).length > 0);
  const named = trace.scores.some(
    ({ scorer, firstError }) => firstError !== null && raters.some((rater) => keyOf(rater) === keyOf(scorer)),
  );
  if (!named) return statement(labels, null, open);
  const votes = each.map((one) => one.firstError).filter(said);
  const firstError = vote(votes);
  const against = each.filter((one) => firstError !== undefined && denies(one, firstError));
  // What raters say of single steps is in the labels already: where they differ the first error fills nothing in.
  return firstError === undefined || vote([...votes, ...against.map(() => null)]) !== firstError
    ? { labels, firstError: null, disagreed: true }
    : { labels, firstError, disagreed: open };
}

/** Whether a rater who names no first error says by labels that it is not this one. */
function denies({ labels, firstError: own }: Statement, firstError: number): boolean {
  const given = labels.flatMap((label, at) => (label === null ? [] : [[at + 1, label] as const]));
  return own === null && deniesFirstError(firstError, new Map(given));
}

function adjudicatedOf(trace: Judged): Statement {
  return statementOf(trace, ({ kind, name }) => kind === "human" && name === ADJUDICATED, 0);
}

/** What was decided, and where nothing was, what the raters say. */
function decidedFirst(trace: Judged, vote: typeof unanimous): Statement {
  const decided = adjudicatedOf(trace);
  const raters = together(trace, ratersOf(trace), vote);
  if (decided.firstError === null && decided.labels.every((label) => label === null)) return raters;
  const labels = decided.labels.map((label, at) => label ?? raters.labels[at] ?? null);
  const firstError = decided.firstError ?? firstBad(labels);
  return { labels, firstError, disagreed: raters.disagreed && firstError === null };
}

function byContinuations({ traceSteps }: Judged, threshold: number): Statement {
  const labels = traceSteps.map((step) => {
    const found = solvabilityOf(step);
    return found === null ? null : byThreshold(found.successes / found.n, threshold);
  });
  return statement(labels, null);
}

/** The labels of a trace that an export was asked for. */
export function labelsOf(
  trace: Judged,
  { labels, threshold }: Pick<ExportOptions, "labels" | "threshold">,
  labelScorer: ImportedScorer | null,
): Statement {
  if (labels === "people") return decidedFirst(trace, unanimous);
  if (labels === "majority") return decidedFirst(trace, mostFrequent);
  if (labels === "adjudicated") return adjudicatedOf(trace);
  if (labels === "c") return byContinuations(trace, threshold);
  const key = labelScorer === null ? "" : keyOf(labelScorer);
  return statementOf(trace, (scorer) => keyOf(scorer) === key, threshold);
}

/** In words: whose labels, and what was done with them. */
export function labelsMethod(
  { labels, threshold }: Pick<ExportOptions, "labels" | "threshold">,
  labelScorer: ImportedScorer | null,
): string[] {
  const expanded =
    "A scorer that only names the first error says that the trace steps before it are good and that it is bad.";
  const decided = "Labels by people: what was adjudicated";
  if (labels === "people") return [`${decided}, else what all raters of a step agree on.`, expanded];
  if (labels === "majority")
    return [`${decided}, else what most raters of a step say; a tie is no label.`, expanded];
  if (labels === "adjudicated") return ["Labels by people: only what was adjudicated.", expanded];
  const above = `above ${threshold}`;
  if (labels === "c")
    return [
      `Labels by c_i: a trace step is good if its c_i (of continuations, else empirical) is ${above}, else bad.`,
      "A trace step without a c_i has no label: missing continuations are not failures.",
    ];
  const { kind, name, version } = labelScorer ?? { kind: "scorer", name: labels, version: "" };
  return [
    `Labels of the ${kind} ${name}${version === "" ? "" : `, version ${version}`}; a value without a label is good if it is ${above}.`,
    expanded,
  ];
}

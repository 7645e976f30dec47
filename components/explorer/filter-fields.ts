import { formatCount } from "@/lib/format/number";
import type { SelectionKey } from "./selection-state";

/** A selection's fields as the address holds them. */
export type FilterValues = Partial<Record<string, string>>;

/** One value that a field may take, with how many traces of the present selection have it where that is known. */
export interface FilterChoice {
  value: string;
  label: string;
  count: number | null;
}
export type FilterChoices = Partial<Record<string, readonly FilterChoice[]>>;

interface Named {
  title: string;
  /** More than the title tells. */
  hint?: string;
}

export type FilterField =
  | (Named & { kind: "choice"; key: SelectionKey; words: Readonly<Record<string, string>> })
  | (Named & { kind: "several"; key: SelectionKey })
  | (Named & { kind: "range"; from: SelectionKey; to: SelectionKey; unit?: string; whole: boolean })
  | (Named & { kind: "number"; key: SelectionKey; says: (value: string) => string; whole: boolean })
  | (Named & { kind: "fixed"; key: SelectionKey; says: (value: string) => string });

const SCORED_WORDS = { yes: "scored", no: "not scored" };
const PROCESS_WORDS = { sound: "sound", broken: "broken", unknown: "unknown" };
const several = (one: string, many: string) => (value: string) => {
  const count = value.split(",").length;
  return count === 1 ? one : `${formatCount(count)} ${many}`;
};

/** What the list can be narrowed by, in the order of the menu. The text search has a place of its own. */
export const FILTER_FIELDS: readonly FilterField[] = [
  {
    kind: "choice",
    key: "outcome",
    title: "Outcome",
    words: { right: "right", wrong: "wrong", unknown: "unknown" },
  },
  {
    kind: "choice",
    key: "fate",
    title: "Solvability",
    hint: "What became of c over the trace",
    words: {
      kept: "kept to the end",
      lost: "lost at some step",
      recovered: "lost and recovered",
      never: "never solvable",
    },
  },
  {
    kind: "range",
    from: "minMeanC",
    to: "maxMeanC",
    title: "Mean c",
    hint: "Between 0 and 1",
    whole: false,
  },
  {
    kind: "number",
    key: "minDrop",
    title: "Largest drop of c",
    says: (v) => `at least ${v}`,
    whole: false,
  },
  {
    kind: "number",
    key: "firstDropStep",
    title: "First large drop",
    hint: "The trace step at which c first falls by a half",
    says: (v) => `at trace step ${v}`,
    whole: true,
  },
  {
    kind: "number",
    key: "lostStep",
    title: "Lost at",
    hint: "The trace step from which c stays 0",
    says: (v) => `trace step ${v}`,
    whole: true,
  },
  {
    kind: "number",
    key: "minDisagreement",
    title: "Disagreement",
    hint: "How much the scorers of a trace differ, 0 to 1",
    says: (v) => `at least ${v}`,
    whole: false,
  },
  { kind: "several", key: "arms", title: "Arm" },
  { kind: "several", key: "runs", title: "Run" },
  { kind: "choice", key: "ablation", title: "Ablation", words: {} },
  { kind: "choice", key: "import", title: "Import", words: {} },
  {
    kind: "choice",
    key: "origin",
    title: "Responses of",
    words: { train: "training", probe: "the probe", evaluation: "evaluation", import: "an import" },
  },
  { kind: "range", from: "fromTrainStep", to: "toTrainStep", title: "Train step", whole: true },
  {
    kind: "choice",
    key: "finish",
    title: "Finish",
    words: {
      stop: "stopped by itself",
      length: "cut at the length limit",
      error: "error",
      unknown: "unknown",
    },
  },
  {
    kind: "choice",
    key: "format",
    title: "Format",
    words: { valid: "valid", invalid: "invalid" },
  },
  { kind: "range", from: "minSteps", to: "maxSteps", title: "Trace steps", whole: true },
  { kind: "range", from: "minTokens", to: "maxTokens", title: "Length", unit: "tokens", whole: true },
  { kind: "range", from: "minReward", to: "maxReward", title: "Reward", whole: false },
  { kind: "choice", key: "scored", title: "Has c", words: SCORED_WORDS },
  {
    kind: "choice",
    key: "scoreSource",
    title: "c comes from",
    words: { continuations: "continuations", empirical: "sampled traces (empirical)" },
  },
  {
    kind: "choice",
    key: "process",
    title: "Process by c",
    words: PROCESS_WORDS,
  },
  { kind: "choice", key: "humanProcess", title: "Process by labels", words: PROCESS_WORDS },
  { kind: "choice", key: "labelled", title: "Labelled", words: { yes: "by a person", no: "by nobody" } },
  { kind: "choice", key: "scorer", title: "Scored by", words: {} },
  { kind: "choice", key: "reviewSet", title: "Review set", words: {} },
  { kind: "fixed", key: "prompt", title: "Prompt", says: () => "one prompt" },
  { kind: "fixed", key: "group", title: "Group", says: () => "one group of samples" },
  { kind: "fixed", key: "traces", title: "Traces", says: several("one chosen trace", "chosen traces") },
];

export function keysOf(field: FilterField): readonly SelectionKey[] {
  return field.kind === "range" ? [field.from, field.to] : [field.key];
}

export function isSet(field: FilterField, values: FilterValues): boolean {
  return keysOf(field).some((key) => values[key] !== undefined);
}

/** The change of the address that takes a filter away. */
export function without(field: FilterField): Record<string, null> {
  return Object.fromEntries(keysOf(field).map((key) => [key, null]));
}

function rangeWords(from: string | undefined, to: string | undefined, unit: string): string {
  const said = (value: string) => value.replace("-", "−") + unit;
  if (from !== undefined && to !== undefined) return from === to ? said(from) : `${from} to ${said(to)}`;
  return from !== undefined ? `at least ${said(from)}` : `at most ${said(to ?? "")}`;
}

/** What a filter that is set asks for, in words: "at least 0.5", "mixed, process-only". */
export function filterWords(field: FilterField, values: FilterValues, choices: FilterChoices): string {
  if (field.kind === "range")
    return rangeWords(values[field.from], values[field.to], field.unit ? ` ${field.unit}` : "");
  const value = values[field.key] ?? "";
  if (field.kind === "number" || field.kind === "fixed") return field.says(value);
  const nameOf = (v: string) => choices[field.key]?.find((c) => c.value === v)?.label;
  if (field.kind === "choice") return field.words[value] ?? nameOf(value) ?? value;
  const names = value.split(",").map((v) => nameOf(v) ?? v);
  return names.length <= 2 ? names.join(", ") : `${names[0]} and ${names.length - 1} more`;
}

/** What can be chosen for a field: its own words with the counts, or what the server found in the traces. */
export function choicesOf(
  field: Extract<FilterField, { kind: "choice" | "several" }>,
  choices: FilterChoices,
): readonly FilterChoice[] {
  const found = choices[field.key] ?? [];
  if (field.kind === "several" || Object.keys(field.words).length === 0) return found;
  return Object.entries(field.words).map(([value, label]) => ({
    value,
    label,
    count: found.find((c) => c.value === value)?.count ?? null,
  }));
}

/** Whether the menu offers a field: those that only a link can set, or that have nothing to choose, are left out. */
export function isOffered(field: FilterField, choices: FilterChoices): boolean {
  if (field.kind === "fixed") return false;
  return field.kind === "choice" || field.kind === "several" ? choicesOf(field, choices).length > 0 : true;
}

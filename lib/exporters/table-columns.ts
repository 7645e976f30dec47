import type { ExportOptions, ImportedScorer, TableRows } from "@/lib/contracts";
import { decodeNumber } from "@/lib/contracts";
import type { ExportedTrace } from "./exporter";
import { labelsOf, type Statement } from "./labels";
import { problemOf, type Solvability, solvabilityOf, stepTexts } from "./trace-parts";

/** A value of a table: null is unknown, and NaN is NaN. */
export type Cell = string | number | boolean | null;

/** What a column holds, for formats that write its type down. */
export type ColumnType = "text" | "integer" | "number" | "boolean";

interface Column<Row> {
  name: string;
  type: ColumnType;
  of(row: Row): Cell;
}

interface TraceRow {
  trace: ExportedTrace;
  said: Statement;
  c: (Solvability | null)[];
}

interface StepRow extends TraceRow {
  at: number;
  text: string;
}

interface ScoreRow extends TraceRow {
  at: number | null;
  scorer: ImportedScorer | { kind: "continuations"; name: string; version: string };
  value: number | null;
  label: string | null;
  successes: number | null;
  n: number | null;
  firstError: number | null;
  note: string;
  tags: readonly string[];
}

const shareOf = (c: Solvability | null | undefined) => (c ? c.successes / c.n : null);
const numberOf = (value: ExportedTrace["outcome"]) => (value === null ? null : decodeNumber(value));

function meanC({ c }: TraceRow): number | null {
  const known = c.map(shareOf).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** What every row begins with: which trace it is of. */
const IDENTITY: Column<TraceRow>[] = [
  { name: "trace", type: "text", of: ({ trace }) => trace.id },
  { name: "ablation", type: "text", of: ({ trace }) => trace.ablation },
  { name: "run", type: "text", of: ({ trace }) => trace.run.name },
  { name: "run_id", type: "text", of: ({ trace }) => trace.run.id },
  { name: "arm", type: "text", of: ({ trace }) => trace.run.arm },
  { name: "seed", type: "integer", of: ({ trace }) => trace.run.seed },
  { name: "origin", type: "text", of: ({ trace }) => trace.origin },
  { name: "train_step", type: "integer", of: ({ trace }) => trace.trainStep },
  { name: "prompt_id", type: "text", of: ({ trace }) => trace.promptId },
  { name: "dataset", type: "text", of: ({ trace }) => trace.prompt.dataset },
  { name: "prompt_key", type: "text", of: ({ trace }) => trace.prompt.key },
  { name: "group", type: "text", of: ({ trace }) => trace.group?.id ?? null },
  { name: "sample_index", type: "integer", of: ({ trace }) => trace.sampleIndex },
];

const OF_TRACE: Column<TraceRow>[] = [
  { name: "family", type: "text", of: ({ trace }) => trace.prompt.family },
  { name: "model", type: "text", of: ({ trace }) => trace.modelId },
  { name: "problem", type: "text", of: ({ trace }) => problemOf(trace) },
  { name: "reference", type: "text", of: ({ trace }) => trace.prompt.answer },
  { name: "response", type: "text", of: ({ trace }) => trace.response },
  { name: "response_tokens", type: "integer", of: ({ trace }) => trace.responseTokens },
  { name: "finish_reason", type: "text", of: ({ trace }) => trace.finishReason },
  { name: "valid", type: "boolean", of: ({ trace }) => trace.invalidReason === null },
  { name: "invalid_reason", type: "text", of: ({ trace }) => trace.invalidReason },
  { name: "answer", type: "text", of: ({ trace }) => trace.answer },
  { name: "outcome", type: "number", of: ({ trace }) => numberOf(trace.outcome) },
  { name: "reward", type: "number", of: ({ trace }) => numberOf(trace.reward?.reward ?? trace.rewardTotal) },
  { name: "group_advantage", type: "number", of: ({ trace }) => numberOf(trace.groupAdvantage) },
  { name: "trace_steps", type: "integer", of: ({ trace }) => trace.traceSteps.length },
  { name: "scored_steps", type: "integer", of: ({ c }) => c.filter((each) => each !== null).length },
  { name: "mean_c", type: "number", of: meanC },
  { name: "first_error", type: "integer", of: ({ said }) => said.firstError },
  { name: "raters_disagree", type: "boolean", of: ({ said }) => said.disagreed },
];

const countsAt = ({ trace, at }: StepRow) => trace.traceSteps[at]?.counts ?? null;

const OF_STEP: Column<StepRow>[] = [
  { name: "trace_step", type: "integer", of: ({ at }) => at + 1 },
  { name: "text", type: "text", of: ({ text }) => text },
  { name: "requested", type: "integer", of: (row) => countsAt(row)?.requested ?? null },
  { name: "returned", type: "integer", of: (row) => countsAt(row)?.returned ?? null },
  { name: "successes", type: "integer", of: (row) => countsAt(row)?.successes ?? null },
  { name: "truncated", type: "integer", of: (row) => countsAt(row)?.truncated ?? null },
  { name: "c", type: "number", of: ({ c, at }) => shareOf(c[at]) },
  { name: "c_from", type: "text", of: ({ c, at }) => c[at]?.source ?? null },
  { name: "c_n", type: "integer", of: ({ c, at }) => c[at]?.n ?? null },
  { name: "label", type: "text", of: ({ said, at }) => said.labels[at] ?? null },
  {
    name: "is_first_error",
    type: "boolean",
    of: ({ said, at }) => (said.firstError === null ? null : said.firstError === at + 1),
  },
];

const OF_SCORE: Column<ScoreRow>[] = [
  { name: "trace_step", type: "integer", of: ({ at }) => (at === null ? null : at + 1) },
  { name: "scorer_kind", type: "text", of: ({ scorer }) => scorer.kind },
  { name: "scorer", type: "text", of: ({ scorer }) => scorer.name },
  { name: "scorer_version", type: "text", of: ({ scorer }) => scorer.version },
  { name: "value", type: "number", of: ({ value }) => value },
  { name: "label", type: "text", of: ({ label }) => label },
  { name: "successes", type: "integer", of: ({ successes }) => successes },
  { name: "n", type: "integer", of: ({ n }) => n },
  { name: "first_error", type: "integer", of: ({ firstError }) => firstError },
  { name: "note", type: "text", of: ({ note }) => note },
  { name: "tags", type: "text", of: ({ tags }) => tags.join("; ") },
];

function stepRows(row: TraceRow): StepRow[] {
  return stepTexts(row.trace).map((text, at) => ({ ...row, at, text }));
}

const CONTINUATIONS = { kind: "continuations", name: "continuations", version: "" } as const;

/** What each scorer says of each trace step, the continuations first, then what scorers say of the whole trace. */
function scoreRows(row: TraceRow): ScoreRow[] {
  const nothing = {
    value: null,
    label: null,
    successes: null,
    n: null,
    firstError: null,
    note: "",
    tags: [],
  };
  const ofSteps = row.trace.traceSteps.flatMap(({ counts, scores }, at): ScoreRow[] => {
    const n = counts?.returned ?? 0;
    const successes = counts?.successes ?? 0;
    const own = { ...row, ...nothing, at, scorer: CONTINUATIONS, value: successes / n, successes, n };
    return [...(n > 0 ? [own] : []), ...scores.map((score) => ({ ...row, ...nothing, ...score, at }))];
  });
  const ofTrace = row.trace.scores.map((score) => ({ ...row, ...nothing, ...score, at: null }));
  return [...ofSteps, ...ofTrace];
}

/** The columns of a table and how a trace fills it. */
export interface Table {
  columns: readonly { name: string; type: ColumnType }[];
  rowsOf(trace: ExportedTrace): { cells: Cell[][]; labels: number };
}

function tableOf<Row extends TraceRow>(
  columns: readonly Column<Row>[],
  rows: (row: TraceRow) => Row[],
  read: (trace: ExportedTrace) => TraceRow,
): Table {
  const fill = (row: Row) => columns.map((column) => column.of(row));
  return {
    columns,
    rowsOf(trace) {
      const row = read(trace);
      const labels = row.said.labels.filter((label) => label !== null).length;
      return { cells: rows(row).map(fill), labels };
    },
  };
}

/** The table with a row a trace, a trace step, or a score. */
export function tableFor(
  kind: TableRows,
  options: Pick<ExportOptions, "labels" | "threshold">,
  labelScorer: ImportedScorer | null,
): Table {
  const read = (trace: ExportedTrace): TraceRow => ({
    trace,
    said: labelsOf(trace, options, labelScorer),
    c: trace.traceSteps.map(solvabilityOf),
  });
  if (kind === "steps") return tableOf<StepRow>([...IDENTITY, ...OF_STEP], stepRows, read);
  if (kind === "scores") return tableOf<ScoreRow>([...IDENTITY, ...OF_SCORE], scoreRows, read);
  return tableOf<TraceRow>([...IDENTITY, ...OF_TRACE], (row) => [row], read);
}

import type { AblationResults, ResultArm } from "@/lib/contracts/results";
import { type AblationComparison, type ArmSummary, clusterWords, isClustered } from "@/lib/stats/ablation";
import { isExpected } from "./prepare-figures";

export interface AccuracyCell {
  key: string;
  /** Percent with one decimal, or null: no finished evaluation. */
  value: string | null;
  /** Whether one can still come: else it was never to be measured there. */
  expected: boolean;
  /** n, where it is not that of the column. */
  questions: number | null;
  range: string | null;
  seeds: number;
  /** Letters of the footnotes that hold for this cell. */
  marks: string[];
  /** Carries no verdict: grey. */
  muted: boolean;
  sentence: string;
}

export interface AccuracyColumn {
  key: string;
  title: string;
  /** n; null where it differs between the arms. */
  questions: number | null;
  exploratory: boolean;
}

export interface AccuracyTable {
  columns: AccuracyColumn[];
  rows: { arm: ResultArm; marks: string[]; cells: AccuracyCell[] }[];
  /** What estimates and intervals are, and where imported ones come from. */
  legend: string[];
  footnotes: { mark: string; text: string }[];
}

const ONE_RUN = "One run: the interval knows its questions only; retraining noise unknown, no verdict.";
const TWO_SEEDS = "Two seeds: the interval is shown, no verdict.";
const NO_COUNT =
  "Reported as a percentage that is no whole count of the questions: count unknown, no interval.";
const GIVEN_WARM_UP =
  "Given this warm-up: all seeds started from one, so the interval is too narrow for new ones.";
const BEYOND = "The interval leaves what an accuracy can be: seeds are few, nothing is clipped.";
const DIFFERENT_SETS =
  "Arms were averaged over different benchmarks, n beside each: such means do not compare.";
const UNGRADED = "Decodes without a verdict are left out; the chart says what they could change.";

const OVER_SEEDS = "Mean over seeds with its 95% t interval (new seeds, same questions).";
const OVER_QUESTIONS = "Accuracy of one run with its 95% Wilson interval (new questions, this checkpoint).";

/** What the cells are, of the kinds that are there. */
function legendOf(summaries: readonly ArmSummary[]): string[] {
  const known = summaries.filter(({ mean }) => mean !== null);
  return [
    known.some(({ seedCount }) => seedCount > 1) ? OVER_SEEDS : "",
    known.some(({ seedCount, interval }) => seedCount === 1 && interval !== null) ? OVER_QUESTIONS : "",
  ].filter(Boolean);
}

/** Where imported numbers come from, in the words of whoever laid them beside. */
function sourcesOf({ importedSets = [] }: AblationResults): string[] {
  return importedSets.map(({ name, source, note }) =>
    [`${name}, as reported: ${source}.`, note].filter(Boolean).join(" "),
  );
}

function notesOf(summary: ArmSummary, clusters: string): string[] {
  if (summary.mean === null) return [];
  return [
    summary.claim === "question-only" ? clusters : "",
    summary.claim === "question-only" && summary.countKnown ? ONE_RUN : "",
    summary.countKnown ? "" : NO_COUNT,
    summary.claim === "grey" ? TWO_SEEDS : "",
    summary.givenWarmUp ? GIVEN_WARM_UP : "",
    summary.beyondRange ? BEYOND : "",
    summary.ungraded > 0 ? UNGRADED : "",
  ].filter(Boolean);
}

/** Empty where the questions of the benchmark are told to be independent, or nothing is told. */
function clustersOf({ benchmarks }: AblationResults, { benchmark, interval }: ArmSummary): string {
  const found = benchmarks.find(({ key }) => key === benchmark);
  return found && interval && isClustered(found)
    ? `The ${clusterWords(found)}, which counts cannot take into account: the interval may be too narrow.`
    : "";
}

/** Gives out letters in the order in which footnotes are first needed; equal texts share one. */
class Footnotes {
  private readonly marks = new Map<string, string>();
  markOf(text: string): string {
    const known = this.marks.get(text);
    if (known) return known;
    const at = this.marks.size;
    const mark = `${at >= 26 ? String.fromCharCode(96 + Math.floor(at / 26)) : ""}${String.fromCharCode(97 + (at % 26))}`;
    this.marks.set(text, mark);
    return mark;
  }
  list(): { mark: string; text: string }[] {
    return [...this.marks].map(([text, mark]) => ({ mark, text }));
  }
}

const percentText = (share: number) => (100 * share).toFixed(1);

const NOTHING = { value: null, range: null, seeds: 0, marks: [], muted: true, sentence: "", questions: null };

function cellOf(
  column: AccuracyColumn,
  summary: ArmSummary | undefined,
  results: AblationResults,
  notes: Footnotes,
): AccuracyCell {
  const { key } = column;
  if (!summary || summary.mean === null)
    return { ...NOTHING, key, expected: summary !== undefined && isExpected(summary, results) };
  const { interval, mean, seedCount: seeds, sentence } = summary;
  const marks = notesOf(summary, clustersOf(results, summary)).map((text) => notes.markOf(text));
  return {
    ...{ key, seeds, sentence, expected: true, muted: summary.claim !== "verdict" },
    value: percentText(mean),
    range: interval && `[${percentText(interval.lo)}, ${percentText(interval.hi)}]`,
    questions: column.questions === null ? summary.questions : null,
    marks: column.questions === null ? [...marks, notes.markOf(DIFFERENT_SETS)] : marks,
  };
}

/** The column of means over benchmarks; without one n where arms were averaged over different questions. */
function meanColumn(summaries: readonly ArmSummary[]): AccuracyColumn[] {
  const means = summaries.filter((s) => s.benchmark === null);
  if (means.length === 0) return [];
  const sizes = new Set(means.filter((s) => s.mean !== null).map((s) => s.questions));
  const [only = means[0]?.questions ?? null] = sizes;
  return [
    {
      key: "",
      title: "Mean over benchmarks",
      questions: sizes.size > 1 ? null : only,
      exploratory: true,
    },
  ];
}

/**
 * The table as a paper prints it: a row an arm in the order of the ablation, never by accuracy, a column a benchmark,
 * mean and interval in each cell, what is special about a cell in a footnote.
 */
export function prepareAccuracyTable(
  results: AblationResults,
  { summaries }: AblationComparison,
): AccuracyTable {
  const notes = new Footnotes();
  const columns: AccuracyColumn[] = [
    ...results.benchmarks.map(({ key, title, questions }) => ({ key, title, questions, exploratory: false })),
    ...meanColumn(summaries),
  ];
  const arms = [...results.arms].sort((a, b) => a.position - b.position);
  const rows = arms.map((arm) => ({
    arm,
    marks: arm.note ? [notes.markOf(`${arm.name}: ${arm.note}`)] : [],
    cells: columns.map((column) =>
      cellOf(
        column,
        summaries.find((s) => s.arm === arm.key && s.benchmark === (column.exploratory ? null : column.key)),
        results,
        notes,
      ),
    ),
  }));
  const legend = [...legendOf(summaries), ...sourcesOf(results)];
  return { columns, rows, legend, footnotes: notes.list() };
}

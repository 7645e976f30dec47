import type { AblationResults, ResultArm } from "@/lib/contracts/results";
import type { AblationComparison, ArmSummary } from "@/lib/stats/ablation";

export interface AccuracyCell {
  key: string;
  /** Percent with one decimal, or null: no finished evaluation. */
  value: string | null;
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
  questions: number;
  exploratory: boolean;
}

export interface AccuracyTable {
  columns: AccuracyColumn[];
  rows: { arm: ResultArm; marks: string[]; cells: AccuracyCell[] }[];
  footnotes: { mark: string; text: string }[];
}

const ONE_RUN = "One run: Wilson interval over its questions; retraining noise unknown, no verdict.";
const ONE_RUN_MEAN = "One run: retraining noise unknown, no verdict.";
const TWO_SEEDS = "Two seeds: the interval is shown, no verdict.";
const NO_COUNT =
  "Reported as a percentage that is no whole count of the questions: count unknown, no interval.";
const BEYOND = "The interval leaves what an accuracy can be: seeds are few, nothing is clipped.";
const UNGRADED = "Decodes without a verdict are left out; the chart says what they could change.";

/** A cell whose count nobody knows: reported as a bare percentage. */
export function countUnknown(summary: ArmSummary): boolean {
  return summary.benchmark !== null && summary.seeds.some((dot) => dot.correct === null);
}

function notesOf(summary: ArmSummary): string[] {
  if (summary.mean === null) return [];
  return [
    summary.claim === "question-only" && !countUnknown(summary)
      ? summary.benchmark === null
        ? ONE_RUN_MEAN
        : ONE_RUN
      : "",
    countUnknown(summary) ? NO_COUNT : "",
    summary.claim === "grey" ? TWO_SEEDS : "",
    summary.beyondRange ? BEYOND : "",
    summary.ungraded > 0 ? UNGRADED : "",
  ].filter(Boolean);
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

function cellOf(key: string, summary: ArmSummary | undefined, notes: Footnotes): AccuracyCell {
  if (!summary || summary.mean === null)
    return { key, value: null, range: null, seeds: 0, marks: [], muted: true, sentence: "" };
  const { interval } = summary;
  return {
    key,
    value: percentText(summary.mean),
    range: interval && `[${percentText(interval.lo)}, ${percentText(interval.hi)}]`,
    seeds: summary.seedCount,
    marks: notesOf(summary).map((text) => notes.markOf(text)),
    muted: summary.claim !== "verdict",
    sentence: summary.sentence,
  };
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
  const columns: AccuracyColumn[] = results.benchmarks.map((b) => ({ ...b, exploratory: false }));
  if (columns.length > 1) {
    const questions = columns.reduce((total, column) => total + column.questions, 0);
    columns.push({ key: "", title: "Mean over benchmarks", questions, exploratory: true });
  }
  const arms = [...results.arms].sort((a, b) => a.position - b.position);
  const rows = arms.map((arm) => ({
    arm,
    marks: arm.note ? [notes.markOf(`${arm.name}: ${arm.note}`)] : [],
    cells: columns.map(({ key, exploratory }) =>
      cellOf(
        key,
        summaries.find((s) => s.arm === arm.key && s.benchmark === (exploratory ? null : key)),
        notes,
      ),
    ),
  }));
  return {
    columns: columns.map(({ key, title, questions, exploratory }) => ({
      key,
      title,
      questions,
      exploratory,
    })),
    rows,
    footnotes: notes.list(),
  };
}

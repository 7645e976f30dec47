import type { QuestionRow, QuestionTable } from "@/lib/contracts/question-results";
import { threeLevel, twoWay } from "../variance-components";
import { completeQuestions, rowsOf, scoreTable } from "./question-tables";
import { counted } from "./words";

/** Where the variance of single answers comes from. `rest` is seed x question and decoding, which one decode cannot part. */
export type VariancePart = "seed" | "question" | "seed x question" | "decoding" | "rest";

/** One arm on one benchmark, for a stacked strip. */
export type VarianceStrip = {
  arm: string;
  benchmark: string;
  /** In the order to be drawn; add up to 1. */
  shares: { part: VariancePart; share: number }[];
  /** Variance of one answer, the whole strip: scores in [0, 1], squared. */
  total: number;
  seeds: number;
  /** Questions with a verdict from every seed, and those left out. */
  questions: number;
  missing: number;
  decodes: number;
  sentence: string;
};

/**
 * Variance decomposition of one arm's answers (statistics.md, "Shown"): random effects of seeds, questions, and the
 * rest; where every compared question has the same number D > 1 of graded decodes the rest splits into seed x question
 * and decoding. Components estimated below 0 count as 0. Null below two seeds or two complete questions, or where
 * nothing varies.
 */
export function varianceStrip(table: QuestionTable, arm: string): VarianceStrip | null {
  const rows = rowsOf(table, arm);
  const { tables, left } = completeQuestions([scoreTable(table, arm).scores]);
  const [full = []] = tables;
  const decodes = commonDecodes(rows);
  const parts = decodes > 1 ? decodedParts(rows, decodes) : singleParts(full);
  if (parts === null) return null;
  const total = parts.reduce((sum, { variance }) => sum + variance, 0);
  if (total <= 0) return null;
  const shares = parts.map(({ part, variance }) => ({ part, share: variance / total }));
  const facts = { seeds: rows.length, questions: full[0]?.length ?? 0, missing: left };
  return {
    arm,
    benchmark: table.benchmark,
    shares,
    total,
    ...facts,
    decodes: Math.max(...rows.flatMap((row) => row.graded)),
    sentence: sentenceOf(shares, facts),
  };
}

type Parts = { part: VariancePart; variance: number }[];

function singleParts(full: number[][]): Parts | null {
  const { vSeed, vQuestion, vError } = twoWay(full);
  if (vSeed === null || vQuestion === null || vError === null) return null;
  return [
    { part: "seed", variance: vSeed },
    { part: "question", variance: vQuestion },
    { part: "rest", variance: vError },
  ];
}

function decodedParts(rows: readonly QuestionRow[], decodes: number): Parts | null {
  const columns = (rows[0]?.graded ?? []).map((_, q) => q).filter((q) => rows.every((row) => row.graded[q]));
  const answers = rows.map((row) =>
    columns.map((q) => Array.from({ length: decodes }, (_, d) => Number(d < (row.right[q] ?? 0)))),
  );
  const { vSeed, vQuestion, vSQ, vDecode } = threeLevel(answers);
  if (vSeed === null || vQuestion === null || vSQ === null || vDecode === null) return null;
  return [
    { part: "seed", variance: vSeed },
    { part: "question", variance: vQuestion },
    { part: "seed x question", variance: vSQ },
    { part: "decoding", variance: vDecode },
  ];
}

/** Graded decodes of every question of every row where that is one number (0 aside: missing), else 0. */
function commonDecodes(rows: readonly QuestionRow[]): number {
  const numbers = new Set(rows.flatMap((row) => row.graded.filter((graded) => graded > 0)));
  const [only = 0] = numbers;
  return numbers.size === 1 ? only : 0;
}

function sentenceOf(
  shares: VarianceStrip["shares"],
  { seeds, questions, missing }: Pick<VarianceStrip, "seeds" | "questions" | "missing">,
): string {
  const told = shares.map(({ part, share }) => `${part} ${Math.round(100 * share)}%`).join(", ");
  const left = missing === 0 ? "" : `; ${counted(missing, "question")} without all verdicts left out`;
  return `Variance of one answer: ${told} (${counted(seeds, "seed")}, ${counted(questions, "question")}${left}).`;
}

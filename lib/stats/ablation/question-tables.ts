import type { QuestionTable } from "@/lib/contracts/question-results";
import type { ScoreTable } from "../hierarchical-bootstrap";

/** One arm's answers to a benchmark: a row a seed in ascending order, a column a question of the table. */
export type ArmScores = {
  seeds: number[];
  /** Share of right decodes in [0, 1]; null where no decode has a verdict. */
  scores: ScoreTable;
};

/** The score table of one arm, as the bootstrap and the variance components read it. */
export function scoreTable(table: QuestionTable, arm: string): ArmScores {
  const rows = rowsOf(table, arm);
  return {
    seeds: rows.map(({ seed }) => seed),
    scores: rows.map((row) =>
      table.questions.map((_, q) => (row.graded[q] ? (row.right[q] ?? 0) / row.graded[q] : null)),
    ),
  };
}

/** An arm's rows, a seed each in ascending order. A seed with several evaluations keeps the last one listed. */
export function rowsOf({ rows }: QuestionTable, arm: string): QuestionTable["rows"] {
  const bySeed = new Map(rows.filter((row) => row.arm === arm).map((row) => [row.seed, row]));
  return [...bySeed.values()].sort((a, b) => a.seed - b.seed);
}

/** Columns in which every row of every table has a value, as full tables of the same questions. */
export function completeQuestions(tables: readonly ScoreTable[]): { tables: number[][][]; left: number } {
  const width = tables[0]?.[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, q) => q).filter((q) =>
    tables.every((table) => table.every((row) => row[q] !== null && row[q] !== undefined)),
  );
  const full = tables.map((table) => table.map((row) => columns.map((q) => row[q] ?? 0)));
  return { tables: full, left: width - columns.length };
}

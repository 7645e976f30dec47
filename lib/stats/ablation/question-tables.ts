import type { QuestionTable } from "@/lib/contracts/question-results";
import type { ScoreTable } from "../hierarchical-bootstrap";
import { mean } from "../moments";

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
export function completeQuestions(tables: readonly ScoreTable[]): {
  tables: number[][][];
  left: number;
  columns: number[];
} {
  const width = tables[0]?.[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, q) => q).filter((q) =>
    tables.every((table) => table.every((row) => row[q] !== null && row[q] !== undefined)),
  );
  const full = tables.map((table) => table.map((row) => columns.map((q) => row[q] ?? 0)));
  return { tables: full, left: width - columns.length, columns };
}

/**
 * Ids of the clusters that the questions of `columns` come in (three on one video); null where none holds more than one of
 * them. A question without a cluster is one of its own.
 */
export function clusterIds(
  questions: QuestionTable["questions"],
  columns: readonly number[],
): string[] | null {
  const ids = columns.map((q) => {
    const cluster = questions[q]?.cluster ?? null;
    return cluster === null ? `question ${q}` : `cluster ${cluster}`;
  });
  return new Set(ids).size < ids.length ? ids : null;
}

/**
 * A full table [seed][question] as one of [seed][cluster]: y = mean + G/Q · Σ_{i in cluster}(score_i - mean), mean that of
 * the whole table. Means of rows and of the table stay what they are, and the spread of the columns is that of the clusters'
 * summed residuals, as in the cluster-robust standard error (Miller 2024). Not bounded by [0, 1].
 */
export function clusterTable(table: readonly (readonly number[])[], ids: readonly string[]): number[][] {
  const centre = mean(table.flat()) ?? 0;
  const places = new Map([...new Set(ids)].map((id, place) => [id, place]));
  const scale = places.size / ids.length;
  return table.map((row) => {
    const sums = new Array<number>(places.size).fill(0);
    row.forEach((score, q) => {
      const place = places.get(ids[q] ?? "") ?? 0;
      sums[place] = (sums[place] ?? 0) + score - centre;
    });
    return sums.map((total) => centre + scale * total);
  });
}

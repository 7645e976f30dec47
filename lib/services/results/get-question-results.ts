import type { Queryable } from "@/db/client";
import { selectQuestionCounts } from "@/db/queries/question-results";
import type { QuestionResults, QuestionTable, ResultSelection } from "@/lib/contracts";
import { isEmpty } from "./get-results";
import { readTrainedArms } from "./trained-arms";
import { readTrainedCells, type TrainedCell } from "./trained-cells";

/**
 * Every verdict behind the accuracies of a selection: per benchmark a table of checkpoints x questions, under the arm and
 * benchmark keys of `getResults`. A benchmark that nothing was evaluated on has no table; imported results have none.
 * Null where an id of the selection is none or nothing is selected.
 */
export async function getQuestionResults(
  db: Queryable,
  selection: ResultSelection,
): Promise<QuestionResults | null> {
  if (isEmpty(selection)) return null;
  const trained = await readTrainedArms(db, selection);
  if (!trained) return null;
  const { benchmarks, cells } = await readTrainedCells(db, trained);
  const tables = await Promise.all(
    benchmarks.map(({ key }) =>
      tableOf(
        db,
        key,
        cells.filter((cell) => cell.benchmark === key),
      ),
    ),
  );
  return { tables: tables.filter(({ rows }) => rows.length > 0) };
}

async function tableOf(
  db: Queryable,
  benchmark: string,
  cells: readonly TrainedCell[],
): Promise<QuestionTable> {
  const ids = [...new Set(cells.map(({ evaluationId }) => evaluationId))];
  const { questions, rows } = await selectQuestionCounts(db, ids);
  const countsOf = new Map(rows.map((row) => [row.evaluationId, row]));
  return {
    benchmark,
    questions,
    rows: cells.flatMap(({ arm, seed, runId, evaluationId }) => {
      const counts = countsOf.get(evaluationId);
      return counts ? [{ arm, seed, runId, evaluationId, right: counts.right, graded: counts.graded }] : [];
    }),
  };
}

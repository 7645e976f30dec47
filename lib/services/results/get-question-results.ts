import type { Queryable } from "@/db/client";
import { type EvaluationVerdicts, selectVerdicts } from "@/db/queries/question-results";
import type { QuestionResults, QuestionTable, ResultSelection } from "@/lib/contracts";
import { isEmpty } from "./get-results";
import { countByQuestion } from "./question-table";
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
  const verdicts = await selectVerdicts(db, [...new Set(cells.map(({ evaluationId }) => evaluationId))]);
  const tables = benchmarks.map(({ key }) => {
    const own = cells.filter((cell) => cell.benchmark === key);
    const ids = new Set(own.map(({ evaluationId }) => evaluationId));
    return tableOf(
      key,
      own,
      verdicts.filter(({ evaluationId }) => ids.has(evaluationId)),
    );
  });
  return { tables: tables.filter(({ rows }) => rows.length > 0) };
}

function tableOf(
  benchmark: string,
  cells: readonly TrainedCell[],
  verdicts: readonly EvaluationVerdicts[],
): QuestionTable {
  const { questions, countsOf } = countByQuestion(verdicts);
  const rows = cells.flatMap(({ arm, seed, runId, evaluationId }) => {
    const counts = countsOf.get(evaluationId);
    return counts ? [{ arm, seed, runId, evaluationId, ...counts }] : [];
  });
  return { benchmark, questions, rows };
}

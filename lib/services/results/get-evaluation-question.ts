import type { Queryable } from "@/db/client";
import { selectEvaluationQuestion } from "@/db/queries/question-results";
import type { EvaluationQuestion } from "@/lib/contracts";
import { reader } from "../traces/raw-text";

/** What one checkpoint answered to one question, texts as they were written; null where there is no such thing. */
export async function getEvaluationQuestion(
  db: Queryable,
  evaluationId: string,
  question: string,
): Promise<EvaluationQuestion | null> {
  const rows = await selectEvaluationQuestion(db, evaluationId, question);
  const [first] = rows;
  if (!first) return null;
  const { runId, runName, seed, trainStep, benchmark, cluster, settings, item } = first;
  const text = reader(item.textEscaped);
  return {
    ...{ evaluationId, runId, runName, seed, trainStep, benchmark, question, cluster },
    temperature: settings.temperature,
    prompt: text(item.prompt),
    reference: text(item.reference),
    decodes: rows.map(
      ({ item: { decode, correct, answer, response, responseTokens, formatValid, textEscaped } }) => {
        const raw = reader(textEscaped);
        return { decode, correct, answer: raw(answer), response: raw(response), responseTokens, formatValid };
      },
    ),
  };
}

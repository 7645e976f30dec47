import type { Queryable } from "@/db/client";
import { selectPromptStarts } from "@/db/queries/question-prompts";
import type { EvaluationPrompts } from "@/lib/contracts";
import { reader } from "../traces/raw-text";

/** Enough to recognise a question in a list, code points. */
const SHOWN = 160;
/** A stored text may be escaped, six characters for one: read more than is shown. */
const READ = 2 * SHOWN;

/** How each question of an evaluation begins, as it was asked; null where the evaluation has no answers. */
export async function getEvaluationPrompts(
  db: Queryable,
  evaluationId: string,
): Promise<EvaluationPrompts | null> {
  const rows = await selectPromptStarts(db, evaluationId, READ);
  if (rows.length === 0) return null;
  const prompts = rows.map(({ question, prompt, textEscaped }) => ({
    question,
    prompt: [...reader(textEscaped)(prompt)].slice(0, SHOWN).join(""),
  }));
  return { evaluationId, prompts };
}

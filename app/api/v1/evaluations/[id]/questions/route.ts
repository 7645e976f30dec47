import { z } from "zod";
import { evaluationId, evaluationQuestionQuery } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getEvaluationQuestion } from "@/lib/services/results/get-evaluation-question";

export const GET = route(
  {
    access: "operator",
    params: z.strictObject({ id: evaluationId }),
    query: evaluationQuestionQuery,
  },
  async ({ params, query }) => {
    const found = await getEvaluationQuestion(getDb(), params.id, query.question);
    if (!found) throw notFound("question of that evaluation", query.question.slice(0, 200));
    return json(found);
  },
);

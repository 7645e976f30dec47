import { z } from "zod";
import { evaluationId } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getEvaluationPrompts } from "@/lib/services/results/get-evaluation-prompts";

export const GET = route(
  { access: "operator", params: z.strictObject({ id: evaluationId }) },
  async ({ params }) => {
    const found = await getEvaluationPrompts(getDb(), params.id);
    if (!found) throw notFound("evaluation with answers", params.id);
    return json(found);
  },
);

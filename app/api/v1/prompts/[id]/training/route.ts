import { z } from "zod";
import { promptId, promptTrainingQuery } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getPromptTraining } from "@/lib/services/traces/get-prompt-training";

export const GET = route(
  { access: "operator", params: z.strictObject({ id: promptId }), query: promptTrainingQuery },
  async ({ params, query }) => {
    const found = await getPromptTraining(getDb(), params.id, query);
    if (!found) throw notFound("prompt", params.id);
    return json(found);
  },
);

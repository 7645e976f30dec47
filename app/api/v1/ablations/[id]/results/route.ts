import { z } from "zod";
import { ablationId, resultSelection } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getResults } from "@/lib/services/results/get-results";

export const GET = route(
  { access: "operator", params: z.strictObject({ id: ablationId }) },
  async ({ params }) => {
    const results = await getResults(getDb(), resultSelection.parse({ ablation: params.id }));
    if (!results) throw notFound("ablation", params.id);
    return json(results);
  },
);

import { z } from "zod";
import { reviewSetId, scorersQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readScorers } from "@/lib/services/reviews/scorers";

const params = z.strictObject({ id: reviewSetId });

export const GET = route({ access: "operator", params, query: scorersQuery }, async ({ params, query }) =>
  json(await readScorers(getDb(), params.id, query)),
);

import { resultSelection } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readCosts } from "@/lib/services/costs/read-costs";

/** What the trainings of a selection cost. */
export const GET = route({ access: "operator", query: resultSelection }, async ({ query }) => {
  const costs = await readCosts(getDb(), query);
  if (!costs) throw notFound("selection", JSON.stringify(query));
  return json(costs);
});

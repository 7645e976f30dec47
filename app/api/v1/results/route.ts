import { resultSelection } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getResults } from "@/lib/services/results/get-results";

export const GET = route({ access: "operator", query: resultSelection }, async ({ query }) => {
  const results = await getResults(getDb(), query);
  if (!results) throw notFound("selection", JSON.stringify(query));
  return json(results);
});

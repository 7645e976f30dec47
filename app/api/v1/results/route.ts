import { resultSelection } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getResults } from "@/lib/services/results/get-results";
import { refusalOf } from "@/lib/services/results/missing-from";

export const GET = route({ access: "operator", query: resultSelection }, async ({ query }) => {
  const results = await getResults(getDb(), query);
  if (!results) throw await refusalOf(getDb(), query);
  return json(results);
});

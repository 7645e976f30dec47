import { resultSelection } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getQuestionResults } from "@/lib/services/results/get-question-results";
import { refusalOf } from "@/lib/services/results/missing-from";

export const GET = route({ access: "operator", query: resultSelection }, async ({ query }) => {
  const questions = await getQuestionResults(getDb(), query);
  if (!questions) throw await refusalOf(getDb(), query);
  return json(questions);
});

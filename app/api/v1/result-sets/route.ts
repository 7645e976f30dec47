import { resultSetFile } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { importResultSet } from "@/lib/services/result-sets/import-result-set";
import { listResultSets } from "@/lib/services/result-sets/list-result-sets";

export const GET = route({ access: "operator" }, async () =>
  json({ resultSets: await listResultSets(getDb()) }),
);

export const POST = route({ access: "operator", body: resultSetFile }, async ({ body }) => {
  const answer = await importResultSet(getDb(), body);
  return json(answer, { status: answer.created ? 201 : 200 });
});

import { z } from "zod";
import { resultSetId } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { deleteResultSet } from "@/lib/services/result-sets/delete-result-set";
import { getResultSet } from "@/lib/services/result-sets/list-result-sets";

const params = z.strictObject({ id: resultSetId });

export const GET = route({ access: "operator", params }, async ({ params: { id } }) => {
  const found = await getResultSet(getDb(), id);
  if (!found) throw notFound("imported result set", id);
  return json(found);
});

export const DELETE = route({ access: "operator", params }, async ({ params: { id } }) => {
  await deleteResultSet(getDb(), id);
  return json({ deleted: id });
});

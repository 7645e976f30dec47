import { replicatedQuery } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readReplicatedSeries } from "@/lib/services/series/read-replicated";

/** Curves of a selection with the seeds of each arm put together. */
export const GET = route({ access: "operator", query: replicatedQuery }, async ({ query }) => {
  const { names, axis, stage, from, to, buckets, ...selection } = query;
  const answer = await readReplicatedSeries(getDb(), { selection, names, axis, stage, from, to, buckets });
  if (!answer) throw notFound("selection", JSON.stringify(selection));
  return json(answer);
});

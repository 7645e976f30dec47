import { traceSelection } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getFacets } from "@/lib/services/explorer/get-facets";

export const GET = route({ access: "operator", query: traceSelection }, async ({ query }) =>
  json(await getFacets(getDb(), query)),
);

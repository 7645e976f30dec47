import { explorerHitsQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getHits } from "@/lib/services/explorer/get-hits";

export const GET = route({ access: "operator", query: explorerHitsQuery }, async ({ query }) =>
  json(await getHits(getDb(), query)),
);

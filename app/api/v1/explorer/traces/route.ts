import { explorerQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { listExplorer } from "@/lib/services/explorer/list-explorer";

export const GET = route({ access: "operator", query: explorerQuery }, async ({ query }) =>
  json(await listExplorer(getDb(), query)),
);

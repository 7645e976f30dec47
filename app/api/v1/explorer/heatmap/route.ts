import { explorerHeatmapQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getHeatmap } from "@/lib/services/explorer/get-heatmap";

export const GET = route({ access: "operator", query: explorerHeatmapQuery }, async ({ query }) =>
  json(await getHeatmap(getDb(), query)),
);

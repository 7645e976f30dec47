import { ablationsQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { listAblations } from "@/lib/services/ablations-read/list-ablations";

/** The list of ablations, the newest first. */
export const GET = route({ access: "operator", query: ablationsQuery }, async ({ query }) =>
  json(await listAblations(getDb(), query)),
);

import { raterRequest, ratersQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { ensureRater, listRaters } from "@/lib/services/reviews/raters";

export const GET = route({ access: "operator", query: ratersQuery }, async ({ query }) =>
  json(await listRaters(getDb(), query.project)),
);

export const POST = route({ access: "operator", body: raterRequest }, async ({ body }) =>
  json(await ensureRater(getDb(), body)),
);

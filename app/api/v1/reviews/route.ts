import { newReviewSet, ratersQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { createReviewSet } from "@/lib/services/reviews/create-set";
import { listReviewSets } from "@/lib/services/reviews/sets";

export const GET = route({ access: "operator", query: ratersQuery }, async ({ query }) =>
  json(await listReviewSets(getDb(), query.project)),
);

export const POST = route({ access: "operator", body: newReviewSet }, async ({ body }) =>
  json(await createReviewSet(getDb(), body), { status: 201 }),
);

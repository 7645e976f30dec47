import { z } from "zod";
import { reviewQueueQuery, reviewSetId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readQueue } from "@/lib/services/reviews/queue";

const params = z.strictObject({ id: reviewSetId });

export const GET = route({ access: "operator", params, query: reviewQueueQuery }, async ({ params, query }) =>
  json(await readQueue(getDb(), params.id, query.rater)),
);

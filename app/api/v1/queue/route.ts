import { queueQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readQueue } from "@/lib/services/queue/read-queue";

/** What runs and what waits, with the reasons. */
export const GET = route({ access: "operator", query: queueQuery }, async ({ query }) =>
  json(await readQueue(getDb(), query, new Date())),
);

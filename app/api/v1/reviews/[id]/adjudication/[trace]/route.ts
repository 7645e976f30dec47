import { z } from "zod";
import { reviewSetId, traceId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readAdjudicationView } from "@/lib/services/reviews/adjudication";

const params = z.strictObject({ id: reviewSetId, trace: traceId });

export const GET = route({ access: "operator", params }, async ({ params: { id, trace } }) =>
  json(await readAdjudicationView(getDb(), id, trace)),
);

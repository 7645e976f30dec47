import { z } from "zod";
import { labelViewQuery, reviewSetId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readLabelView } from "@/lib/services/reviews/label-view";

const params = z.strictObject({ id: reviewSetId });

export const GET = route({ access: "operator", params, query: labelViewQuery }, async ({ params, query }) =>
  json(await readLabelView(getDb(), params.id, query)),
);

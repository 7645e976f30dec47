import { labelRequest } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { saveLabels } from "@/lib/services/reviews/save-labels";

/** 500 notes of full length are more than anybody writes at once; what is larger is split by the sender. */
const limits = { maxBytes: 8_000_000 };

export const POST = route({ access: "operator", body: labelRequest, limits }, async ({ body }) =>
  json(await saveLabels(getDb(), body, new Date())),
);

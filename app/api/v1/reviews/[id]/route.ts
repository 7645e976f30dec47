import { z } from "zod";
import { reviewSetChange, reviewSetId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { changeReviewSet, getReviewSet, removeReviewSet } from "@/lib/services/reviews/sets";

const params = z.strictObject({ id: reviewSetId });

export const GET = route({ access: "operator", params }, async ({ params: { id } }) =>
  json(await getReviewSet(getDb(), id)),
);

export const PATCH = route(
  { access: "operator", params, body: reviewSetChange },
  async ({ params: { id }, body }) => json(await changeReviewSet(getDb(), id, body, new Date())),
);

export const DELETE = route({ access: "operator", params }, async ({ params: { id } }) => {
  await removeReviewSet(getDb(), id);
  return json({ deleted: id });
});

import { z } from "zod";
import { reviewSetId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readAdjudication, takeAgreedOver } from "@/lib/services/reviews/adjudication";

const params = z.strictObject({ id: reviewSetId });

export const GET = route({ access: "operator", params }, async ({ params: { id } }) =>
  json(await readAdjudication(getDb(), id)),
);

export const POST = route({ access: "operator", params }, async ({ params: { id } }) =>
  json(await takeAgreedOver(getDb(), id, new Date())),
);

import { z } from "zod";
import { reviewSetId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readAgreement } from "@/lib/services/reviews/agreement";

const params = z.strictObject({ id: reviewSetId });

export const GET = route({ access: "operator", params }, async ({ params: { id } }) =>
  json(await readAgreement(getDb(), id)),
);

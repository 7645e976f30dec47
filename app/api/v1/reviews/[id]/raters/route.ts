import { z } from "zod";
import { moreRaters, reviewSetId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { addRaters } from "@/lib/services/reviews/create-set";

const params = z.strictObject({ id: reviewSetId });

export const POST = route(
  { access: "operator", params, body: moreRaters },
  async ({ params: { id }, body }) => json(await addRaters(getDb(), id, body)),
);

import { z } from "zod";
import { ablationId, retentionChange } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { setRetention } from "@/lib/services/retention/set-retention";

export const PATCH = route(
  { access: "operator", params: z.strictObject({ id: ablationId }), body: retentionChange },
  async ({ params, body }) => json(await setRetention(getDb(), params.id, body, new Date())),
);

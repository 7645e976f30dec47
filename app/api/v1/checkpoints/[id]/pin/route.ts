import { z } from "zod";
import { checkpointId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { pinCheckpoint } from "@/lib/services/retention/order-checkpoint";

export const POST = route(
  { access: "operator", params: z.strictObject({ id: checkpointId }) },
  async ({ params }) => json(await pinCheckpoint(getDb(), params.id, true, new Date())),
);

import { z } from "zod";
import { checkpointId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { deleteCheckpoint } from "@/lib/services/retention/order-checkpoint";

export const DELETE = route(
  { access: "operator", params: z.strictObject({ id: checkpointId }) },
  async ({ params }) => json(await deleteCheckpoint(getDb(), params.id, new Date())),
);

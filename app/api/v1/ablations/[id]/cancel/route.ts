import { z } from "zod";
import { ablationId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { cancelAblation } from "@/lib/services/runs-control/cancel";

/** Cancels everything of an ablation that has not ended. */
export const POST = route(
  { access: "operator", params: z.strictObject({ id: ablationId }) },
  async ({ params }) => json(await cancelAblation(getDb(), params.id, new Date())),
);

import { z } from "zod";
import { runId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { cancelRun } from "@/lib/services/runs-control/cancel";

export const POST = route({ access: "operator", params: z.strictObject({ id: runId }) }, async ({ params }) =>
  json(await cancelRun(getDb(), params.id, new Date())),
);

import { z } from "zod";
import { runId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { retryRun } from "@/lib/services/runs-control/retry";

export const POST = route({ access: "operator", params: z.strictObject({ id: runId }) }, async ({ params }) =>
  json(await retryRun(getDb(), params.id, new Date())),
);

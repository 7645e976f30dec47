import { z } from "zod";
import { jobId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { retryJob } from "@/lib/services/runs-control/retry";

export const POST = route({ access: "operator", params: z.strictObject({ id: jobId }) }, async ({ params }) =>
  json(await retryJob(getDb(), params.id, new Date())),
);

import { z } from "zod";
import { jobId, moveRequest } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { moveJob } from "@/lib/services/queue/move-job";

export const POST = route(
  { access: "operator", params: z.strictObject({ id: jobId }), body: moveRequest },
  async ({ params, body }) => json(await moveJob(getDb(), params.id, body, new Date())),
);

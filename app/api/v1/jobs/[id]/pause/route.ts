import { z } from "zod";
import { jobId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { pauseOrResumeJob } from "@/lib/services/runs-control/pause";

/** Pauses one job. */
export const POST = route({ access: "operator", params: z.strictObject({ id: jobId }) }, async ({ params }) =>
  json(await pauseOrResumeJob(getDb(), "pause", params.id, new Date())),
);

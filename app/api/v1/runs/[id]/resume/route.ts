import { z } from "zod";
import { runId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { pauseOrResumeRun } from "@/lib/services/runs-control/pause";

/** Resumes a run. */
export const POST = route({ access: "operator", params: z.strictObject({ id: runId }) }, async ({ params }) =>
  json(await pauseOrResumeRun(getDb(), "resume", params.id, new Date())),
);

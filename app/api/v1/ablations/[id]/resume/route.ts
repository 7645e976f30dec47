import { z } from "zod";
import { ablationId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { pauseOrResumeAblation } from "@/lib/services/runs-control/pause";

/** Resumes all jobs of an ablation that can be. */
export const POST = route(
  { access: "operator", params: z.strictObject({ id: ablationId }) },
  async ({ params }) => json(await pauseOrResumeAblation(getDb(), "resume", params.id, new Date())),
);

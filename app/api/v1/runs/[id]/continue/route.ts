import { z } from "zod";
import { continueRequest, runId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { continueRun } from "@/lib/services/runs-control/continue";

/** Continues an ended training for more train steps. */
export const POST = route(
  { access: "operator", params: z.strictObject({ id: runId }), body: continueRequest },
  async ({ params, body }) => json(await continueRun(getDb(), params.id, body, new Date())),
);

import { z } from "zod";
import { runId, systemQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readSystem } from "@/lib/services/system/read-system";

/** What the machines gave to a run over time, its evaluations included. A run that is not there has no samples. */
export const GET = route(
  { access: "operator", params: z.strictObject({ id: runId }), query: systemQuery },
  async ({ params, query }) => json(await readSystem(getDb(), { runId: params.id }, query)),
);

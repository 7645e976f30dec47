import { z } from "zod";
import { jobId, systemQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readSystem } from "@/lib/services/system/read-system";

/** What the machines gave to one job over time, whether it belongs to a run or not. */
export const GET = route(
  { access: "operator", params: z.strictObject({ id: jobId }), query: systemQuery },
  async ({ params, query }) => json(await readSystem(getDb(), { jobId: params.id }, query)),
);

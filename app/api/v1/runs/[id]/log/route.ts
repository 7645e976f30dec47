import { z } from "zod";
import { runId, runLogQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readLog } from "@/lib/services/runs-detail/read-log";

/** A page of a run's log. A run that is not there has no lines. */
export const GET = route(
  { access: "operator", params: z.strictObject({ id: runId }), query: runLogQuery },
  async ({ params, query }) => json(await readLog(getDb(), params.id, query)),
);

import { z } from "zod";
import { runHistoryQuery, runId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readHistory } from "@/lib/services/runs-detail/read-log";

/** What happened to a run, newest first. */
export const GET = route(
  { access: "operator", params: z.strictObject({ id: runId }), query: runHistoryQuery },
  async ({ params, query }) => json(await readHistory(getDb(), params.id, query)),
);

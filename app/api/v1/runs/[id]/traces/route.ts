import { z } from "zod";
import { runId, traceQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { listTraces } from "@/lib/services/traces/list-traces";

export const GET = route(
  { access: "operator", params: z.strictObject({ id: runId }), query: traceQuery },
  async ({ params, query }) => json(await listTraces(getDb(), params.id, query)),
);

import { z } from "zod";
import { runId } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getRun } from "@/lib/services/runs-detail/get-run";

/** One run with everything around it that is not a series, a log line or an event. */
export const GET = route(
  { access: "operator", params: z.strictObject({ id: runId }) },
  async ({ params }) => {
    const detail = await getRun(getDb(), params.id);
    if (!detail) throw notFound("run", params.id);
    return json(detail);
  },
);

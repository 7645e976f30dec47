import { z } from "zod";
import { traceId } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getTrace } from "@/lib/services/traces/get-trace";

export const GET = route(
  { access: "operator", params: z.strictObject({ id: traceId }) },
  async ({ params }) => {
    const trace = await getTrace(getDb(), params.id);
    if (!trace) throw notFound("trace", params.id);
    return json(trace);
  },
);

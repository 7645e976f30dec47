import { z } from "zod";
import { traceId, wholeNumber } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getContinuations } from "@/lib/services/traces/get-continuations";

export const GET = route(
  {
    access: "operator",
    params: z.strictObject({ id: traceId }),
    query: z.strictObject({ traceStep: wholeNumber.min(1) }),
  },
  async ({ params, query }) => {
    const groups = await getContinuations(getDb(), params.id, query.traceStep);
    if (!groups) throw notFound("trace step", `${params.id}/${query.traceStep}`);
    return json(groups);
  },
);

import { z } from "zod";
import { runId, traceOrigin } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getSolvability } from "@/lib/services/traces/get-solvability";

export const GET = route(
  {
    access: "operator",
    params: z.strictObject({ id: runId }),
    query: z.strictObject({ origin: traceOrigin.default("train") }),
  },
  async ({ params, query }) => {
    const grid = await getSolvability(getDb(), params.id, query.origin);
    if (!grid) throw notFound("run", params.id);
    return json(grid);
  },
);

import { z } from "zod";
import { runId, seriesQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readSeries } from "@/lib/services/series/read-series";

/** Metric series of one run at the zoom that a chart shows, with the catalogue of its metrics. */
export const GET = route(
  { access: "operator", params: z.strictObject({ id: runId }), query: seriesQuery },
  async ({ params, query }) => {
    const { superseded, ...wanted } = query;
    const runIds = [params.id];
    return json(await readSeries(getDb(), { ...wanted, runIds, superseded: superseded === "true" }));
  },
);

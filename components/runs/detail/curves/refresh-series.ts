import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { z } from "zod";
import { fetchJson } from "@/lib/client/fetch-json";
import { type SeriesAnswer, seriesAnswer, seriesAxis } from "@/lib/contracts";
import { mergeTail } from "./merge-tail";
import { seriesPath } from "./use-series";

const seriesKeyShape = z.tuple([
  z.literal("series"),
  z.string(),
  z.object({
    names: z.array(z.string()),
    axis: seriesAxis,
    from: z.number().nullable(),
    to: z.number().nullable(),
  }),
]);

/**
 * Brings one cached answer up to date from train step `from` on: only its tail is read where that suffices, all of it
 * otherwise (`from` null: it is not known what is new).
 */
async function refreshOne(client: QueryClient, queryKey: QueryKey, from: number | null): Promise<void> {
  const key = seriesKeyShape.safeParse(queryKey);
  const old = client.getQueryData<SeriesAnswer>(queryKey);
  if (!key.success || !old || from === null || key.data[2].names.length === 0)
    return await client.invalidateQueries({ queryKey, exact: true });
  const [, runId, request] = key.data;
  if (request.to !== null && from > request.to) return;
  const start = Math.max(from, request.from ?? 0);
  const fresh = await fetchJson(seriesPath(runId, { ...request, from: start }), seriesAnswer);
  const merged = mergeTail(old, fresh, start);
  if (merged === null) return await client.invalidateQueries({ queryKey, exact: true });
  client.setQueryData(queryKey, merged);
}

/**
 * Brings the curves of a run that are on screen up to date; those out of sight are read again when they come back. A
 * tail that cannot be read leaves its curve to the next news: what is shown stays true, only older.
 */
export async function refreshSeries(client: QueryClient, runId: string, from: number | null): Promise<void> {
  const queryKey = ["series", runId];
  const shown = client.getQueryCache().findAll({ queryKey, type: "active" });
  void client.invalidateQueries({ queryKey, type: "inactive", refetchType: "none" });
  await Promise.allSettled(shown.map((query) => refreshOne(client, query.queryKey, from)));
}

import type { Queryable } from "@/db/client";
import { exploring, selectOrderedBytes } from "@/db/queries/explorer-read";
import type { ExplorerHeatmap, ExplorerHeatmapQuery } from "@/lib/contracts";
import { poolLines } from "@/lib/traces/pooled-lines";
import { scopeOf } from "./scope";

/** A heatmap of more columns than this shows stripes and no cells. */
const MOST_STEPS = 128;

/** All traces of a selection by trace step, in the order of the list. */
export async function getHeatmap(db: Queryable, query: ExplorerHeatmapQuery): Promise<ExplorerHeatmap> {
  const { sort, order, bins, ...selection } = query;
  const scope = await scopeOf(db, selection);
  if (!scope) return { total: 0, stepsMax: 0, bins: [] };
  const bytes = await exploring(db, scope, (tx) => selectOrderedBytes(tx, scope, { sort, order }));
  return poolLines(bytes, bins, MOST_STEPS);
}

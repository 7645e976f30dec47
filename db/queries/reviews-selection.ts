import { asc, desc, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { traceFacts } from "@/db/schema";
import { type ExplorerScope, selected } from "./explorer-where";

/** Ids of the traces that a selection finds, in an order that does not depend on when it is asked. */
export async function selectFrozenIds(
  db: Queryable,
  scope: ExplorerScope,
  by: "disagreement" | "trainStep",
  limit: number | null,
): Promise<string[]> {
  const order =
    by === "disagreement" ? sql`${traceFacts.disagreement} desc nulls last` : asc(traceFacts.trainStep);
  const found = db
    .select({ id: traceFacts.traceId })
    .from(traceFacts)
    .where(selected(scope))
    .orderBy(order, desc(traceFacts.traceId));
  return (await (limit === null ? found : found.limit(limit))).map((row) => row.id);
}

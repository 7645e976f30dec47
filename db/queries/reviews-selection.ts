import { and, asc, desc, eq, gte, inArray, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { reviewItems, traceFacts } from "@/db/schema";
import type { TraceSelection } from "@/lib/contracts";

function matching(s: TraceSelection): SQL | undefined {
  return and(
    s.project ? eq(traceFacts.projectId, s.project) : undefined,
    s.ablation ? eq(traceFacts.ablationId, s.ablation) : undefined,
    s.runs ? inArray(traceFacts.runId, s.runs) : undefined,
    s.import ? eq(traceFacts.importId, s.import) : undefined,
    s.traces ? inArray(traceFacts.traceId, s.traces) : undefined,
    s.minDisagreement === undefined ? undefined : gte(traceFacts.disagreement, s.minDisagreement),
    s.reviewSet
      ? sql`exists (select 1 from ${reviewItems} i where i.set_id = ${s.reviewSet} and i.trace_id = ${traceFacts.traceId})`
      : undefined,
  );
}

/** Ids of the traces that a selection finds, in an order that does not depend on when it is asked. */
export async function selectFrozenIds(
  db: Queryable,
  selection: TraceSelection,
  by: "disagreement" | "trainStep",
  limit: number | null,
): Promise<string[]> {
  const order =
    by === "disagreement" ? sql`${traceFacts.disagreement} desc nulls last` : asc(traceFacts.trainStep);
  const found = db
    .select({ id: traceFacts.traceId })
    .from(traceFacts)
    .where(matching(selection))
    .orderBy(order, desc(traceFacts.traceId));
  return (await (limit === null ? found : found.limit(limit))).map((row) => row.id);
}

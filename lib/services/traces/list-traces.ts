import type { Queryable } from "@/db/client";
import { currentSpans } from "@/db/queries/current-attempts";
import { countTraces, selectStepsOf, selectTraceRows } from "@/db/queries/traces-read";
import type { TraceList, TraceQuery } from "@/lib/contracts";
import { countsByTrace, toTraceRow } from "./rows";

/** A page of a run's traces, without bodies. Re-run train steps show their latest attempt only. */
export async function listTraces(db: Queryable, runId: string, query: TraceQuery): Promise<TraceList> {
  const spans = await currentSpans(db, runId);
  const [records, total] = await Promise.all([
    selectTraceRows(db, runId, spans, query),
    countTraces(db, runId, spans, query),
  ]);
  const ids = records.map((r) => r.id);
  const counts = countsByTrace(ids.length === 0 ? [] : await selectStepsOf(db, ids));
  return { rows: records.map((r) => toTraceRow(r, counts.get(r.id) ?? [])), total };
}

import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { type ContinuationRow, insertingContinuations, type TraceStepRow } from "./traces-write";

/** How a stored trace compares with what a source says of it. */
export interface StoredTrace {
  id: string;
  runId: string;
  attemptId: string;
  sameText: boolean;
  sameCounts: boolean;
  /** No prefix of it was ever asked. */
  isBare: boolean;
}

/** Compares stored traces by sums of their texts and by their packed counts, and holds them until the transaction ends. */
export async function compareStored(
  tx: Queryable,
  told: readonly { id: string; md5: string; counts: string }[],
): Promise<StoredTrace[]> {
  if (told.length === 0) return [];
  const rows = await tx.execute<{ [K in keyof StoredTrace]: StoredTrace[K] }>(sql`
    select t.id, t.run_id as "runId", t.attempt_id as "attemptId", md5(t.response) = r.md5 as "sameText",
      t.step_counts = decode(r.counts, 'hex') as "sameCounts",
      not exists (select from trace_steps s where s.trace_id = t.id and s.requested > 0) as "isBare"
    from traces t
    join json_to_recordset(${JSON.stringify(told)}::json) as r(id text, md5 text, counts text) on r.id = t.id
    order by t.id
    for update of t`);
  return [...rows];
}

/** Gives stored traces counts and continuations that they did not have. */
export async function fillTraces(
  tx: Queryable,
  traces: readonly { id: string; counts: string }[],
  steps: readonly TraceStepRow[],
  continuations: readonly ContinuationRow[],
): Promise<void> {
  await tx.execute(sql`
    update traces t set step_counts = decode(r.counts, 'hex')
    from json_to_recordset(${JSON.stringify(traces)}::json) as r(id text, counts text)
    where t.id = r.id`);
  await tx.execute(sql`
    update trace_steps s
    set requested = r.requested, returned = r.returned, successes = r.successes, truncated = r.truncated
    from json_to_recordset(${JSON.stringify(steps)}::json) as r("traceId" text, index int, requested int,
      returned int, successes int, truncated int)
    where s.trace_id = r."traceId" and s.index = r.index`);
  await tx.execute(insertingContinuations(continuations));
}

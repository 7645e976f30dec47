import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { SystemValues } from "@/lib/contracts";

interface Owner {
  jobId: string;
  runId: string | null;
  attemptId: string;
}

/** Stores samples of an attempt. One that is there already is left as it is. */
export async function insertSystemSamples(
  tx: Queryable,
  owner: Owner,
  rows: readonly { seq: number; at: string; values: SystemValues }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into system_samples (attempt_id, seq, job_id, run_id, at, values)
    select ${owner.attemptId}, seq, ${owner.jobId}, ${owner.runId}, at, values
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(seq int8, at timestamptz, values jsonb)
    order by seq
    on conflict do nothing`);
}

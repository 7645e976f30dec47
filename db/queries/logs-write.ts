import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { LogEvent } from "@/lib/contracts";

export type LogRow = Pick<LogEvent, "seq" | "at" | "level" | "source" | "text"> & { textEscaped: boolean };

/** Stores log lines in the order of their sequence numbers. */
export async function insertLogs(
  tx: Queryable,
  owner: { jobId: string; runId: string | null; attemptId: string },
  rows: readonly LogRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into log_lines (job_id, run_id, attempt_id, seq, at, level, source, text, text_escaped)
    select ${owner.jobId}, ${owner.runId}, ${owner.attemptId}, seq, at, level, source, text, "textEscaped"
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(seq int8, at timestamptz, level text, source text, text text, "textEscaped" bool)
    order by seq`);
}

import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { MetricsEvent } from "@/lib/contracts";

export type ProgressRow = NonNullable<MetricsEvent["progress"]> & { trainStep: number; at: string };

/** Keeps the cumulative cost of each train step; one that is told twice keeps the later telling. */
export async function upsertProgress(
  tx: Queryable,
  owner: { attemptId: string; runId: string },
  rows: readonly ProgressRow[],
): Promise<void> {
  const latest = new Map(rows.map((row) => [row.trainStep, row]));
  if (latest.size === 0) return;
  await tx.execute(sql`
    insert into train_step_progress as p
      (attempt_id, run_id, train_step, response_tokens, continuation_tokens, active_ms, gpu_ms, at)
    select ${owner.attemptId}, ${owner.runId}, "trainStep", "responseTokens", "continuationTokens", "activeMs",
      "gpuMs", at
    from json_to_recordset(${JSON.stringify([...latest.values()])}::json) as r("trainStep" int,
      "responseTokens" int8, "continuationTokens" int8, "activeMs" int8, "gpuMs" int8, at timestamptz)
    on conflict (attempt_id, train_step) do update set response_tokens = excluded.response_tokens,
      continuation_tokens = excluded.continuation_tokens, active_ms = excluded.active_ms,
      gpu_ms = excluded.gpu_ms, at = excluded.at
    where excluded.at >= p.at`);
}

import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";

/** Where an attempt's events belong. */
export interface AttemptPlace {
  attemptId: string;
  jobId: string;
  runId: string | null;
  ablationId: string;
}

/** @returns null if there is no such attempt */
export async function findAttemptPlace(db: Queryable, attemptId: string): Promise<AttemptPlace | null> {
  const rows = await db.execute<AttemptPlace & Record<string, unknown>>(sql`
    select a.id as "attemptId", a.job_id as "jobId", a.run_id as "runId", j.ablation_id as "ablationId"
    from attempts a join jobs j on j.id = a.job_id where a.id = ${attemptId}`);
  return rows[0] ?? null;
}

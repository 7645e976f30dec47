import { inArray, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import { runs } from "../schema";

/** What a curve says of a run beside its values. */
export function selectRunFacts(db: Queryable, runIds: string[]) {
  return db
    .select({ id: runs.id, stage: runs.stage, status: runs.status })
    .from(runs)
    .where(inArray(runs.id, runIds));
}

/** Whether any of some runs told any GPU time. An attempt's figures only grow: its last row says it. */
export async function anyGpuTime(db: Queryable, runIds: readonly string[]): Promise<boolean> {
  const [found] = await db.execute<{ used: boolean }>(sql`
    select exists (
      select 1 from attempts a
      cross join lateral (
        select gpu_ms from train_step_progress where attempt_id = a.id order by train_step desc limit 1
      ) p
      where a.run_id in (select value from json_array_elements_text(${JSON.stringify(runIds)}::json))
        and p.gpu_ms > 0
    ) as used`);
  return found?.used ?? false;
}

import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { checkpoints, jobDependencies, jobs } from "@/db/schema";

/** How many queued jobs can run on one host only, by host. */
export async function countBoundTo(db: Queryable): Promise<Map<string, number>> {
  const rows = await db.execute<{ hostId: string; n: number }>(sql`
    select bound.host_id as "hostId", count(distinct bound.job_id)::int as n from (
      select id as job_id, required_host_id as host_id from ${jobs} where status = 'queued'
      union all
      select d.job_id, b.host_id from ${jobDependencies} d
        join ${jobs} j on j.id = d.job_id and j.status = 'queued'
        join ${jobs} b on b.id = d.depends_on_job_id and b.status = 'succeeded'
      union all
      select c.job_id, c.host_id from ${checkpoints} c
        join ${jobs} j on j.id = c.job_id and j.status = 'queued'
    ) bound where bound.host_id is not null group by bound.host_id`);
  return new Map(rows.map((row) => [row.hostId, row.n]));
}

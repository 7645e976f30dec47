import { and, eq, lte, ne, notInArray, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { artifactCopies, checkpoints, hosts, jobDependencies, jobs, runs } from "@/db/schema";
import type { ArtifactRef } from "@/lib/contracts";
import { ENDED_STATUSES } from "@/lib/domain/run-status";

export type CopyRow = typeof artifactCopies.$inferSelect;

/** Copies that were fetched by then, on hosts that are still listed. */
export async function selectCopiesBefore(db: Queryable, before: Date): Promise<CopyRow[]> {
  const rows = await db
    .select({ copy: artifactCopies })
    .from(artifactCopies)
    .innerJoin(hosts, eq(hosts.id, artifactCopies.hostId))
    .where(and(lte(artifactCopies.createdAt, before), ne(hosts.state, "removed")))
    .orderBy(artifactCopies.hostId, artifactCopies.manifestSha256);
  return rows.map(({ copy }) => copy);
}

/**
 * Manifests of what jobs read or go on from that have not ended, or ended after `since`: results of those before them,
 * their own checkpoints, what their run was forked from. With them what went with a removed host: a copy may be all
 * that is left of it.
 */
export async function selectReadManifests(db: Queryable, since: Date): Promise<ArtifactRef["files"][]> {
  const reads = (job: SQL) =>
    sql`(${notInArray(sql`${job}.status`, ENDED_STATUSES)} or ${job}.ended_at > ${since.toISOString()}::timestamptz)`;
  const rows = await db.execute<{ files: ArtifactRef["files"] }>(sql`
    select c.artifact->'files' as files from ${checkpoints} c
      join ${jobs} j on j.id = c.job_id join ${hosts} h on h.id = c.host_id
    where c.delete_requested_at is null and (h.state = 'removed' or ${reads(sql`j`)}
      or exists (select 1 from ${runs} r join ${jobs} f on f.run_id = r.id
        where r.forked_from = c.id and ${reads(sql`f`)}))
    union
    select b.output->'artifact'->'files' from ${jobs} b left join ${hosts} h on h.id = b.host_id
    where b.output->'artifact' is not null and (h.state = 'removed' or exists (
      select 1 from ${jobDependencies} d join ${jobs} j on j.id = d.job_id
      where d.depends_on_job_id = b.id and ${reads(sql`j`)}))`);
  return rows.flatMap(({ files }) => (files === null ? [] : [files]));
}

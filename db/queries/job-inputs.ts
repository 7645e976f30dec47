import { inArray, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { checkpoints, jobDependencies, jobs, runs } from "@/db/schema";
import type { ArtifactRef } from "@/lib/contracts";

/** Something that a job reads or goes on from. */
export interface JobInputRow {
  jobId: string;
  /** A result of a job before it, a checkpoint of its own, or the one that its run was forked from. */
  kind: "result" | "checkpoint" | "fork";
  /** Of the job that wrote it. */
  name: string;
  hostId: string | null;
  /** Null where it was not asked for, or there is none. */
  artifact: ArtifactRef | null;
  trainStep: number;
  /** When the job that wrote it ended; null while it runs and for checkpoints. */
  endedAt: Date | null;
}

/** Of its own checkpoints a job needs the latest one, or one of a few before it where that went with its host. */
const LATEST = 5;

interface RawRow extends Omit<JobInputRow, "endedAt"> {
  endedAt: string | null;
  [column: string]: unknown;
}

/**
 * What queued jobs read and go on from: results of those before them that succeeded, their own latest checkpoints
 * (latest first), and what their run was forked from. Deleted checkpoints are left out.
 *
 * @param options.artifacts also read the artifacts with their manifests, which is most of the work
 */
export async function selectJobInputs(
  db: Queryable,
  jobIds: readonly string[],
  { artifacts }: { artifacts: boolean },
): Promise<JobInputRow[]> {
  if (jobIds.length === 0) return [];
  const wanted = (column: SQL) => (artifacts ? column : sql`null::jsonb`);
  const ids = inArray(sql`job_id`, [...jobIds]);
  const rows = await db.execute<RawRow>(sql`
    select d.job_id as "jobId", 'result' as kind, b.name, b.host_id as "hostId", 0 as "trainStep",
      ${wanted(sql`b.output->'artifact'`)} as artifact, b.ended_at as "endedAt", 0 as place
    from ${jobDependencies} d join ${jobs} b on b.id = d.depends_on_job_id
    where b.status = 'succeeded' and d.${ids}
    union all
    select job_id, 'checkpoint', '', host_id, train_step,
      ${wanted(sql`artifact || jsonb_build_object('checkpointId', id)`)}, null, place
    from (select *, row_number() over (partition by job_id order by train_step desc, created_at desc) as place
      from ${checkpoints} c where c.delete_requested_at is null and c.deleted_at is null and c.${ids}) own
    where place <= ${LATEST}
    union all
    select j.id, 'fork', r.name, c.host_id, c.train_step,
      ${wanted(sql`c.artifact || jsonb_build_object('checkpointId', c.id)`)}, null, 0
    from ${jobs} j join ${runs} r on r.id = j.run_id join ${checkpoints} c on c.id = r.forked_from
    where j.kind = 'grpo' and c.delete_requested_at is null and c.deleted_at is null
      and ${inArray(sql`j.id`, [...jobIds])}
    order by "jobId", kind, place`);
  return rows.map(({ endedAt, ...row }) => ({
    ...row,
    endedAt: endedAt === null ? null : new Date(endedAt),
  }));
}

import { asc, eq, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import { attempts, hosts, jobs } from "../schema";

/** The jobs of one launch are made in one moment: then what others wait for comes first. */
const STAGE = sql`array_position(array['rewrite', 'sft', 'grpo', 'command', 'evaluate'], ${jobs.kind})`;

/** Jobs in the order of launch, each with its host's name (or its required one's) and how often it was tried. */
export function selectJobsWithHost(db: Queryable, which: SQL | undefined) {
  return db
    .select({
      job: jobs,
      hostName: hosts.name,
      launcher: hosts.launcher,
      attempts: db.$count(attempts, eq(attempts.jobId, jobs.id)),
    })
    .from(jobs)
    .leftJoin(hosts, eq(hosts.id, sql`coalesce(${jobs.hostId}, ${jobs.requiredHostId})`))
    .where(which)
    .orderBy(asc(jobs.createdAt), STAGE, asc(jobs.id));
}

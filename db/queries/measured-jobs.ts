import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { ablations, arms, attempts, jobs } from "@/db/schema";
import type { AblationSpec, JobKind } from "@/lib/contracts";

export interface MeasuredJob {
  kind: JobKind;
  armKey: string | null;
  spec: AblationSpec;
  seconds: number;
}

/** How many of the latest jobs count: machines and code change. */
const LATEST = 200;

/** Jobs of a profile that succeeded in their first attempt, with the seconds their process ran. */
export async function measuredJobs(
  db: Queryable,
  profileKind: AblationSpec["profile"]["kind"],
): Promise<MeasuredJob[]> {
  const seconds = sql<number>`extract(epoch from ${attempts.endedAt} - ${attempts.startedAt})::float8`;
  return db
    .select({ kind: jobs.kind, armKey: arms.key, spec: ablations.spec, seconds })
    .from(jobs)
    .innerJoin(ablations, eq(ablations.id, jobs.ablationId))
    .innerJoin(attempts, and(eq(attempts.id, jobs.currentAttemptId), eq(attempts.number, 1)))
    .leftJoin(arms, eq(arms.id, jobs.armId))
    .where(
      and(
        eq(jobs.status, "succeeded"),
        isNotNull(attempts.startedAt),
        isNotNull(attempts.endedAt),
        sql`${ablations.spec} -> 'profile' ->> 'kind' = ${profileKind}`,
      ),
    )
    .orderBy(desc(jobs.endedAt))
    .limit(LATEST);
}

import { and, desc, eq, inArray, isNull, notExists, sql } from "drizzle-orm";
import type { AblationSpec } from "@/lib/contracts";
import { ALL_STATUSES, isEnded } from "@/lib/domain/run-status";
import type { Queryable } from "../client";
import { ablations, jobs } from "../schema";

const OPEN_STATUSES = ALL_STATUSES.filter((status) => !isEnded(status));

/** The newest ablations of a profile's kind of which no job can still change, with their specs. */
export function selectEndedAblations(db: Queryable, kind: AblationSpec["profile"]["kind"], limit: number) {
  const open = db
    .select({ one: sql`1` })
    .from(jobs)
    .where(and(eq(jobs.ablationId, ablations.id), inArray(jobs.status, OPEN_STATUSES)));
  return db
    .select({ id: ablations.id, name: ablations.name, spec: ablations.spec })
    .from(ablations)
    .where(
      and(
        sql`${ablations.spec} -> 'profile' ->> 'kind' = ${kind}`,
        isNull(ablations.archivedAt),
        notExists(open),
      ),
    )
    .orderBy(desc(ablations.createdAt), desc(ablations.id))
    .limit(limit);
}

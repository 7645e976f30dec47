import { and, asc, eq, ne, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { labelEdits, reviewAssignments, scorers, stepScores, traceScores } from "@/db/schema";
import { ADJUDICATED } from "@/lib/contracts";

export type ScorerRecord = typeof scorers.$inferSelect;

/** The scorer of kind human of a name, made with `id` where the project has none. */
export async function ensureHuman(
  db: Queryable,
  { id, projectId, name }: { id: string; projectId: string; name: string },
): Promise<{ id: string; name: string }> {
  await db.insert(scorers).values({ id, projectId, kind: "human", name, version: "" }).onConflictDoNothing();
  const [row] = await db
    .select({ id: scorers.id, name: scorers.name })
    .from(scorers)
    .where(
      and(
        eq(scorers.projectId, projectId),
        eq(scorers.kind, "human"),
        eq(scorers.name, name),
        eq(scorers.version, ""),
      ),
    );
  if (!row) throw new Error(`scorer ${name} was inserted and is not there`);
  return row;
}

export async function selectScorer(db: Queryable, id: string): Promise<ScorerRecord | null> {
  const [row] = await db.select().from(scorers).where(eq(scorers.id, id));
  return row ?? null;
}

/** People who label here: human scorers but the adjudicated one and those whose scores all came with an import. */
export function selectRaters(db: Queryable, projectId: string) {
  const works = sql`(exists (select 1 from ${reviewAssignments} a where a.scorer_id = ${scorers.id})
    or exists (select 1 from ${labelEdits} e where e.scorer_id = ${scorers.id}))`;
  const silent = sql`(not exists (select 1 from ${stepScores} s where s.scorer_id = ${scorers.id})
    and not exists (select 1 from ${traceScores} t where t.scorer_id = ${scorers.id}))`;
  return db
    .select({ id: scorers.id, name: scorers.name })
    .from(scorers)
    .where(
      and(
        eq(scorers.projectId, projectId),
        eq(scorers.kind, "human"),
        eq(scorers.version, ""),
        ne(scorers.name, ADJUDICATED),
        sql`(${works} or ${silent})`,
      ),
    )
    .orderBy(asc(scorers.name), asc(scorers.id));
}

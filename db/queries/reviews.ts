import { and, asc, count, desc, eq, inArray, max, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import {
  projects,
  prompts,
  reviewAssignments,
  reviewItems,
  reviewSets,
  scorers,
  stepScores,
  traces,
} from "@/db/schema";
import type { ReviewSetChange, ReviewStatus } from "@/lib/contracts";
import { selectNewestProject } from "./explorer-scope";
import { promptStart } from "./prompt-start";

export type ReviewSetRecord = typeof reviewSets.$inferSelect;

/** All projects with how many review sets each has, the newest first. */
export function selectReviewProjects(db: Queryable) {
  return db
    .select({ id: projects.id, name: projects.name, sets: count(reviewSets.id) })
    .from(projects)
    .leftJoin(reviewSets, eq(reviewSets.projectId, projects.id))
    .groupBy(projects.id)
    .orderBy(desc(projects.createdAt), asc(projects.id));
}

/** The project asked for, else the newest that has traces; null where there is none (of that id). */
export async function selectProjectId(db: Queryable, id: string | undefined): Promise<string | null> {
  if (id === undefined) return selectNewestProject(db);
  const [row] = await db.select({ id: projects.id }).from(projects).where(eq(projects.id, id));
  return row?.id ?? null;
}

export async function insertReviewSet(db: Queryable, set: typeof reviewSets.$inferInsert): Promise<void> {
  await db.insert(reviewSets).values(set);
}

/** Freezes traces as the items of a set, in this order. */
export async function insertReviewItems(
  db: Queryable,
  setId: string,
  traceIds: readonly string[],
): Promise<void> {
  if (traceIds.length === 0) return;
  await db.execute(sql`
    insert into review_items (set_id, trace_id, position)
    select ${setId}, trace_id, position - 1
    from jsonb_array_elements_text(${JSON.stringify(traceIds)}::jsonb) with ordinality as t(trace_id, position)`);
}

/** Adds assignments; those that are there stay as they are. */
export async function insertAssignments(
  db: Queryable,
  setId: string,
  dealt: readonly { trace: string; rater: string }[],
): Promise<void> {
  if (dealt.length === 0) return;
  await db.execute(sql`
    insert into review_assignments (set_id, trace_id, scorer_id)
    select ${setId}, d ->> 'trace', d ->> 'rater'
    from jsonb_array_elements(${JSON.stringify(dealt)}::jsonb) as d
    on conflict do nothing`);
}

export async function selectReviewSet(db: Queryable, id: string): Promise<ReviewSetRecord | null> {
  const [row] = await db.select().from(reviewSets).where(eq(reviewSets.id, id));
  return row ?? null;
}

export function selectReviewSets(db: Queryable, projectId: string): Promise<ReviewSetRecord[]> {
  return db
    .select()
    .from(reviewSets)
    .where(eq(reviewSets.projectId, projectId))
    .orderBy(desc(reviewSets.createdAt), desc(reviewSets.id));
}

/** False where there is no such set. */
export async function updateReviewSet(
  db: Queryable,
  id: string,
  { closed, ...change }: ReviewSetChange,
  now: Date,
): Promise<boolean> {
  const values = { ...change, ...(closed !== undefined && { closedAt: closed ? now : null }) };
  if (Object.keys(values).length === 0) return (await selectReviewSet(db, id)) !== null;
  const changed = await db
    .update(reviewSets)
    .set(values)
    .where(eq(reviewSets.id, id))
    .returning({ id: reviewSets.id });
  return changed.length > 0;
}

export async function deleteReviewSet(db: Queryable, id: string): Promise<boolean> {
  const gone = await db.delete(reviewSets).where(eq(reviewSets.id, id)).returning({ id: reviewSets.id });
  return gone.length > 0;
}

/** Ids of a set's traces in its order. */
export async function selectItemIds(db: Queryable, setId: string): Promise<string[]> {
  const rows = await db
    .select({ id: reviewItems.traceId })
    .from(reviewItems)
    .where(eq(reviewItems.setId, setId))
    .orderBy(asc(reviewItems.position));
  return rows.map((row) => row.id);
}

/** Traces of sets: how many there are, and how many are done or skipped by all who have them. */
export async function countItems(db: Queryable, setIds: readonly string[]) {
  if (setIds.length === 0) return [];
  const open = sql`exists (select 1 from ${reviewAssignments} a where a.set_id = ${reviewItems.setId}
    and a.trace_id = ${reviewItems.traceId} and a.status = 'to-do')`;
  return db
    .select({
      setId: reviewItems.setId,
      traces: count(),
      complete: sql<number>`(count(*) filter (where not ${open}))::int`,
    })
    .from(reviewItems)
    .where(inArray(reviewItems.setId, [...setIds]))
    .groupBy(reviewItems.setId);
}

/** How far each rater of sets is, by name. */
export async function countProgress(db: Queryable, setIds: readonly string[]) {
  if (setIds.length === 0) return [];
  const having = (status: ReviewStatus) =>
    sql<number>`(count(*) filter (where ${reviewAssignments.status} = ${status}))::int`;
  return db
    .select({
      setId: reviewAssignments.setId,
      id: scorers.id,
      name: scorers.name,
      assigned: count(),
      done: having("done"),
      skipped: having("skipped"),
      lastAt: max(
        sql<Date>`case when ${reviewAssignments.status} <> 'to-do' then ${reviewAssignments.updatedAt} end`,
      ).mapWith(reviewAssignments.updatedAt),
    })
    .from(reviewAssignments)
    .innerJoin(scorers, eq(scorers.id, reviewAssignments.scorerId))
    .where(inArray(reviewAssignments.setId, [...setIds]))
    .groupBy(reviewAssignments.setId, scorers.id)
    .orderBy(asc(scorers.name), asc(scorers.id));
}

/** Who has which trace of a set. */
export function selectAssignments(db: Queryable, setId: string) {
  return db
    .select({
      traceId: reviewAssignments.traceId,
      scorerId: reviewAssignments.scorerId,
      status: reviewAssignments.status,
    })
    .from(reviewAssignments)
    .where(eq(reviewAssignments.setId, setId));
}

/** How the prompts of some traces begin. */
export async function selectPromptStarts(db: Queryable, traceIds: readonly string[]) {
  if (traceIds.length === 0) return [];
  return db
    .select({ traceId: traces.id, promptStart, promptEscaped: prompts.textEscaped })
    .from(traces)
    .innerJoin(prompts, eq(prompts.id, traces.promptId))
    .where(inArray(traces.id, [...traceIds]));
}

/** A rater's traces of a set in its order, with how much of each the rater has labelled. */
export function selectQueue(db: Queryable, setId: string, scorerId: string) {
  return db
    .select({
      traceId: reviewItems.traceId,
      position: reviewItems.position,
      status: reviewAssignments.status,
      stepCount: traces.stepCount,
      promptStart,
      promptEscaped: prompts.textEscaped,
      labelled: sql<number>`(select count(*)::int from ${stepScores} s where s.trace_id = ${reviewItems.traceId}
        and s.scorer_id = ${scorerId} and s.label is not null)`,
    })
    .from(reviewAssignments)
    .innerJoin(
      reviewItems,
      and(eq(reviewItems.setId, reviewAssignments.setId), eq(reviewItems.traceId, reviewAssignments.traceId)),
    )
    .innerJoin(traces, eq(traces.id, reviewItems.traceId))
    .innerJoin(prompts, eq(prompts.id, traces.promptId))
    .where(and(eq(reviewAssignments.setId, setId), eq(reviewAssignments.scorerId, scorerId)))
    .orderBy(asc(reviewItems.position));
}

/** Tags that a rater has given in a set, by name. */
export async function selectUsedTags(db: Queryable, setId: string, scorerId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ tag: sql<string>`unnest(${stepScores.tags})` })
    .from(stepScores)
    .innerJoin(reviewItems, eq(reviewItems.traceId, stepScores.traceId))
    .where(and(eq(reviewItems.setId, setId), eq(stepScores.scorerId, scorerId)));
  return rows.map(({ tag }) => tag).sort();
}

/** One rater's assignment of one trace, with the set's blindness. */
export async function selectAssignment(db: Queryable, setId: string, traceId: string, scorerId: string) {
  const [row] = await db
    .select({ status: reviewAssignments.status, position: reviewItems.position, blind: reviewSets.blind })
    .from(reviewAssignments)
    .innerJoin(
      reviewItems,
      and(eq(reviewItems.setId, reviewAssignments.setId), eq(reviewItems.traceId, reviewAssignments.traceId)),
    )
    .innerJoin(reviewSets, eq(reviewSets.id, reviewAssignments.setId))
    .where(
      and(
        eq(reviewAssignments.setId, setId),
        eq(reviewAssignments.traceId, traceId),
        eq(reviewAssignments.scorerId, scorerId),
      ),
    );
  return row ?? null;
}

/** Sets the status of an assignment unless a later change stands; false where the trace is not the rater's. */
export async function updateStatus(
  db: Queryable,
  of: { setId: string; traceId: string; scorerId: string },
  status: ReviewStatus,
  at: Date,
): Promise<boolean> {
  const own = and(
    eq(reviewAssignments.setId, of.setId),
    eq(reviewAssignments.traceId, of.traceId),
    eq(reviewAssignments.scorerId, of.scorerId),
  );
  const later = sql`(${reviewAssignments.status} <> 'to-do' and ${reviewAssignments.updatedAt} > ${at.toISOString()}::timestamptz)`;
  const changed = await db
    .update(reviewAssignments)
    .set({
      status: sql`case when ${later} then ${reviewAssignments.status} else ${status} end`,
      updatedAt: sql`case when ${later} then ${reviewAssignments.updatedAt} else ${at.toISOString()}::timestamptz end`,
    })
    .where(own)
    .returning({ id: reviewAssignments.traceId });
  return changed.length > 0;
}

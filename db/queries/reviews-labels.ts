import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import {
  ablations,
  labelEdits,
  runs,
  scorers,
  stepScores,
  traceScores,
  traceSteps,
  traces,
} from "@/db/schema";
import type { LabelEditChange } from "@/lib/contracts";

/** Where one judgement stands: of a trace step, or of the whole trace (null). */
export interface JudgementPlace {
  traceId: string;
  scorerId: string;
  traceStep: number | null;
}

/** Step counts of traces, and the project each lies in. */
export async function selectTracePlaces(db: Queryable, traceIds: readonly string[]) {
  if (traceIds.length === 0) return [];
  return db
    .select({ id: traces.id, stepCount: traces.stepCount, projectId: ablations.projectId })
    .from(traces)
    .innerJoin(runs, eq(runs.id, traces.runId))
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .where(inArray(traces.id, [...traceIds]));
}

/** Holds back other writers of one rater's labels until the transaction ends: two tabs take turns. */
export async function lockRater(db: Queryable, scorerId: string): Promise<void> {
  await db.select({ id: scorers.id }).from(scorers).where(eq(scorers.id, scorerId)).for("no key update");
}

/** Puts an edit into the log; false where its id is there already. */
export async function insertEdit(db: Queryable, edit: typeof labelEdits.$inferInsert): Promise<boolean> {
  const added = await db
    .insert(labelEdits)
    .values(edit)
    .onConflictDoNothing()
    .returning({ id: labelEdits.id });
  return added.length > 0;
}

const placed = ({ traceId, scorerId, traceStep }: JudgementPlace) =>
  and(
    eq(labelEdits.traceId, traceId),
    eq(labelEdits.scorerId, scorerId),
    traceStep === null ? sql`${labelEdits.traceStep} is null` : eq(labelEdits.traceStep, traceStep),
  );

/** When the newest logged edit of a place was made; null where there is none. */
export async function selectNewestAt(db: Queryable, place: JudgementPlace): Promise<Date | null> {
  const [row] = await db
    .select({ at: labelEdits.at })
    .from(labelEdits)
    .where(placed(place))
    .orderBy(sql`${labelEdits.at} desc`)
    .limit(1);
  return row?.at ?? null;
}

/** What is stored of a place. */
export async function selectJudgement(db: Queryable, place: JudgementPlace): Promise<LabelEditChange | null> {
  const { traceId, scorerId, traceStep } = place;
  if (traceStep === null) {
    const [row] = await db
      .select({ firstError: traceScores.firstError, note: traceScores.note })
      .from(traceScores)
      .where(and(eq(traceScores.traceId, traceId), eq(traceScores.scorerId, scorerId)));
    return row ? { label: null, tags: [], ...row } : null;
  }
  const [row] = await db
    .select({ label: stepScores.label, note: stepScores.note, tags: stepScores.tags })
    .from(stepScores)
    .where(
      and(
        eq(stepScores.traceId, traceId),
        eq(stepScores.scorerId, scorerId),
        eq(stepScores.traceStep, traceStep),
      ),
    );
  return row ? { firstError: null, ...row } : null;
}

/** Stores a judgement in the place of what stood there. */
export async function upsertJudgement(
  db: Queryable,
  { traceId, scorerId, traceStep }: JudgementPlace,
  { label, firstError, note, tags }: LabelEditChange,
  at: Date,
): Promise<void> {
  if (traceStep === null) {
    const said = { firstError, note, updatedAt: at };
    await db
      .insert(traceScores)
      .values({ traceId, scorerId, ...said })
      .onConflictDoUpdate({ target: [traceScores.traceId, traceScores.scorerId], set: said });
    return;
  }
  const said = { label, note, tags, updatedAt: at };
  await db
    .insert(stepScores)
    .values({ traceId, scorerId, traceStep, ...said })
    .onConflictDoUpdate({
      target: [stepScores.traceId, stepScores.scorerId, stepScores.traceStep],
      set: said,
    });
}

/** Takes a judgement away that says nothing any more: what is not labelled has no row. */
export async function deleteJudgement(
  db: Queryable,
  { traceId, scorerId, traceStep }: JudgementPlace,
): Promise<void> {
  if (traceStep === null)
    await db
      .delete(traceScores)
      .where(and(eq(traceScores.traceId, traceId), eq(traceScores.scorerId, scorerId)));
  else
    await db
      .delete(stepScores)
      .where(
        and(
          eq(stepScores.traceId, traceId),
          eq(stepScores.scorerId, scorerId),
          eq(stepScores.traceStep, traceStep),
        ),
      );
}

/** Scores of trace steps of some traces, of every scorer, in order. */
export async function selectStepScores(db: Queryable, traceIds: readonly string[]) {
  if (traceIds.length === 0) return [];
  return db
    .select()
    .from(stepScores)
    .where(inArray(stepScores.traceId, [...traceIds]))
    .orderBy(asc(stepScores.traceId), asc(stepScores.scorerId), asc(stepScores.traceStep));
}

export async function selectTraceScores(db: Queryable, traceIds: readonly string[]) {
  if (traceIds.length === 0) return [];
  return db
    .select()
    .from(traceScores)
    .where(inArray(traceScores.traceId, [...traceIds]))
    .orderBy(asc(traceScores.traceId), asc(traceScores.scorerId));
}

/** Scorers by their ids. */
export async function selectScorersOf(db: Queryable, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(scorers)
    .where(inArray(scorers.id, [...ids]))
    .orderBy(asc(scorers.kind), asc(scorers.name), asc(scorers.version));
}

/** Counts of continuations of every trace step of some traces, in order. */
export async function selectSolvability(db: Queryable, traceIds: readonly string[]) {
  if (traceIds.length === 0) return [];
  const { traceId, index, requested, returned, successes, truncated } = traceSteps;
  return db
    .select({ traceId, index, requested, returned, successes, truncated })
    .from(traceSteps)
    .where(inArray(traceId, [...traceIds]))
    .orderBy(asc(traceId), asc(index));
}

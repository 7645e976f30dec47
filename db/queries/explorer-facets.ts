import { asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import {
  ablations,
  arms,
  traceFacts as facts,
  imports,
  reviewItems,
  reviewSets,
  runs,
  scorers,
  stepScores,
  traceScores,
} from "../schema";
import { type ExplorerScope, selected, unknownTrainStep } from "./explorer-where";

/**
 * Traces that are alike in all that filters offer, and the train steps they reach over: a few thousand combinations, which
 * are summed up elsewhere, so that the selection is read once.
 */
export function countAlike(db: Queryable, scope: ExplorerScope) {
  const alike = {
    runs: facts.runId,
    imports: facts.importId,
    origins: facts.origin,
    outcomes: facts.outcome,
    finishes: facts.finishReason,
    formats: facts.valid,
    fates: facts.fate,
    scoreSources: facts.scoreSource,
    labelled: sql<boolean>`${facts.raters} > 0`,
    stepCounts: facts.stepCount,
    disagreeing: sql<boolean>`${facts.disagreement} is not null`,
  };
  const known = sql`filter (where not ${unknownTrainStep})`;
  return db
    .select({
      ...alike,
      n: sql<number>`count(*)::int`,
      firstTrainStep: sql<number | null>`min(${facts.trainStep}) ${known}`,
      lastTrainStep: sql<number | null>`max(${facts.trainStep}) ${known}`,
    })
    .from(facts)
    .where(selected(scope))
    .groupBy(...Object.values(alike));
}

/** Names of some runs, of what they belong to and of their arms. */
export function selectRunNames(db: Queryable, runIds: readonly string[]) {
  return db
    .select({
      id: runs.id,
      name: runs.name,
      ablationId: runs.ablationId,
      ablationName: ablations.name,
      armKey: arms.key,
      armName: arms.name,
    })
    .from(runs)
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .leftJoin(arms, eq(arms.id, runs.armId))
    .where(inArray(runs.id, [...runIds]))
    .orderBy(desc(ablations.createdAt), asc(arms.position), asc(runs.name), asc(runs.id));
}

export function selectImportNames(db: Queryable, importIds: readonly string[]) {
  return db
    .select({ id: imports.id, name: imports.source })
    .from(imports)
    .where(inArray(imports.id, [...importIds]));
}

/** Scorers of a project with how many of its traces each speaks about, whatever is selected. */
export function selectScorersOf(db: Queryable, projectId: string) {
  const said = sql`(select count(*)::int from (
    select ${stepScores.traceId} from ${stepScores} where ${stepScores.scorerId} = ${scorers.id}
    union select ${traceScores.traceId} from ${traceScores} where ${traceScores.scorerId} = ${scorers.id}) said)`;
  return db
    .select({
      id: scorers.id,
      kind: scorers.kind,
      name: scorers.name,
      version: scorers.version,
      count: sql<number>`${said}`,
    })
    .from(scorers)
    .where(eq(scorers.projectId, projectId))
    .orderBy(asc(scorers.kind), asc(scorers.name), asc(scorers.version), asc(scorers.id));
}

export function selectReviewSetsOf(db: Queryable, projectId: string) {
  return db
    .select({
      id: reviewSets.id,
      name: reviewSets.name,
      count: sql<number>`(select count(*)::int from ${reviewItems} where ${eq(reviewItems.setId, reviewSets.id)})`,
    })
    .from(reviewSets)
    .where(eq(reviewSets.projectId, projectId))
    .orderBy(desc(reviewSets.createdAt), asc(reviewSets.id));
}

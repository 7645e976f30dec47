import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, not, or, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import { ablations, runs, scorers, stepScores, traceFacts, traceScores, traceSteps, traces } from "../schema";

/** What a trace's row in trace_facts repeats of the trace, its run and its ablation. */
export function selectFactSources(db: Queryable, traceIds: readonly string[]) {
  return db
    .select({
      traceId: traces.id,
      projectId: ablations.projectId,
      ablationId: runs.ablationId,
      runId: traces.runId,
      armId: runs.armId,
      attemptId: traces.attemptId,
      importId: traces.importId,
      promptId: traces.promptId,
      origin: traces.origin,
      trainStep: traces.trainStep,
      sampleIndex: traces.sampleIndex,
      finishReason: traces.finishReason,
      invalidReason: traces.invalidReason,
      outcome: traces.outcome,
      reward: traces.rewardTotal,
      groupAdvantage: traces.groupAdvantage,
      responseTokens: traces.responseTokens,
      stepCount: traces.stepCount,
    })
    .from(traces)
    .innerJoin(runs, eq(runs.id, traces.runId))
    .innerJoin(ablations, eq(ablations.id, runs.ablationId))
    .where(inArray(traces.id, [...traceIds]));
}
export type FactSource = Awaited<ReturnType<typeof selectFactSources>>[number];

/** Continuation counts of the trace steps, in order. */
export function selectStepCounts(db: Queryable, traceIds: readonly string[]) {
  return db
    .select({
      traceId: traceSteps.traceId,
      index: traceSteps.index,
      requested: traceSteps.requested,
      returned: traceSteps.returned,
      successes: traceSteps.successes,
    })
    .from(traceSteps)
    .where(inArray(traceSteps.traceId, [...traceIds]))
    .orderBy(asc(traceSteps.traceId), asc(traceSteps.index));
}

/** What scorers say of single trace steps. */
export function selectStepScores(db: Queryable, traceIds: readonly string[]) {
  return db
    .select({
      traceId: stepScores.traceId,
      scorerId: stepScores.scorerId,
      kind: scorers.kind,
      name: scorers.name,
      traceStep: stepScores.traceStep,
      value: stepScores.value,
      label: stepScores.label,
      successes: stepScores.successes,
      n: stepScores.n,
    })
    .from(stepScores)
    .innerJoin(scorers, eq(scorers.id, stepScores.scorerId))
    .where(inArray(stepScores.traceId, [...traceIds]))
    .orderBy(asc(stepScores.traceId), asc(scorers.createdAt), asc(scorers.id), asc(stepScores.traceStep));
}

/** What scorers say of whole traces. */
export function selectTraceScores(db: Queryable, traceIds: readonly string[]) {
  return db
    .select({
      traceId: traceScores.traceId,
      scorerId: traceScores.scorerId,
      kind: scorers.kind,
      name: scorers.name,
      firstError: traceScores.firstError,
    })
    .from(traceScores)
    .innerJoin(scorers, eq(scorers.id, traceScores.scorerId))
    .where(inArray(traceScores.traceId, [...traceIds]));
}

/** Those of some traces whose words are not kept, or by older rules. */
export async function selectWithoutWords(
  db: Queryable,
  traceIds: readonly string[],
  version: number,
): Promise<string[]> {
  const kept = and(isNotNull(traceFacts.words), gte(traceFacts.version, version));
  const found = await db
    .select({ id: traces.id })
    .from(traces)
    .leftJoin(traceFacts, eq(traceFacts.traceId, traces.id))
    .where(and(inArray(traces.id, [...traceIds]), or(isNull(traceFacts.traceId), not(sql`(${kept})`))));
  return found.map(({ id }) => id);
}

/**
 * The next traces in the order of their ids, and whether their facts are to be made: there are none, or by older rules. In
 * two steps, so that each turn reads its own traces alone, however many there are.
 */
export async function selectTracesToCatchUp(db: Queryable, version: number, after: string, limit: number) {
  const next = db
    .$with("next")
    .as(
      db
        .select({ id: traces.id })
        .from(traces)
        .where(gt(traces.id, after))
        .orderBy(asc(traces.id))
        .limit(limit),
    );
  return db
    .with(next)
    .select({
      id: next.id,
      isDue: sql<boolean>`${traceFacts.traceId} is null or ${traceFacts.version} < ${version}`,
    })
    .from(next)
    .leftJoin(traceFacts, eq(traceFacts.traceId, next.id))
    .orderBy(asc(next.id));
}

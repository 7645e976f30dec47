import { and, asc, eq, gt, inArray, isNull, lt, or } from "drizzle-orm";
import type { Queryable } from "../client";
import {
  ablations,
  continuations,
  prompts,
  promptWords,
  runs,
  scorers,
  stepScores,
  traceFacts,
  traceScores,
  traceSteps,
  traces,
  traceWords,
} from "../schema";

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

/** Responses of those traces whose words are not kept yet. */
export function selectResponsesWithoutWords(db: Queryable, traceIds: readonly string[]) {
  return db
    .select({ traceId: traces.id, response: traces.response, textEscaped: traces.textEscaped })
    .from(traces)
    .leftJoin(traceWords, eq(traceWords.traceId, traces.id))
    .where(and(inArray(traces.id, [...traceIds]), isNull(traceWords.traceId)));
}

export function selectContinuationTexts(db: Queryable, traceIds: readonly string[]) {
  return db
    .select({ traceId: continuations.traceId, text: continuations.text })
    .from(continuations)
    .where(inArray(continuations.traceId, [...traceIds]));
}

/** Prompts whose words are not kept yet. */
export function selectPromptsWithoutWords(db: Queryable, promptIds: readonly string[]) {
  return db
    .select({ promptId: prompts.id, messages: prompts.messages, textEscaped: prompts.textEscaped })
    .from(prompts)
    .leftJoin(promptWords, eq(promptWords.promptId, prompts.id))
    .where(and(inArray(prompts.id, [...promptIds]), isNull(promptWords.promptId)));
}

/** Ids, in order after `after`, of traces without facts or with facts of older rules. */
export async function selectTracesToCatchUp(
  db: Queryable,
  version: number,
  after: string,
  limit: number,
): Promise<string[]> {
  const found = await db
    .select({ id: traces.id })
    .from(traces)
    .leftJoin(traceFacts, eq(traceFacts.traceId, traces.id))
    .where(and(gt(traces.id, after), or(isNull(traceFacts.traceId), lt(traceFacts.version, version))))
    .orderBy(asc(traces.id))
    .limit(limit);
  return found.map(({ id }) => id);
}

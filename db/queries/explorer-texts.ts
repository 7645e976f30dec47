import { asc, eq, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import { continuations, prompts, traceSteps, traces } from "../schema";

const among = (ids: readonly string[]) => sql`any(${sql.param(ids)}::text[])`;

/** The texts of traces and of their prompts, as they are stored. */
export function selectTexts(db: Queryable, traceIds: readonly string[]) {
  return db
    .select({
      id: traces.id,
      response: traces.response,
      textEscaped: traces.textEscaped,
      promptId: traces.promptId,
      messages: prompts.messages,
      promptEscaped: prompts.textEscaped,
    })
    .from(traces)
    .innerJoin(prompts, eq(prompts.id, traces.promptId))
    .where(sql`${traces.id} = ${among(traceIds)}`);
}

/** Where the trace steps of traces stand, in order; code points of the stored response. */
export function selectStepSpans(db: Queryable, traceIds: readonly string[]) {
  return db
    .select({
      traceId: traceSteps.traceId,
      index: traceSteps.index,
      start: traceSteps.textStart,
      end: traceSteps.textEnd,
    })
    .from(traceSteps)
    .where(sql`${traceSteps.traceId} = ${among(traceIds)}`)
    .orderBy(asc(traceSteps.traceId), asc(traceSteps.index));
}

export function selectContinuationsInOrder(db: Queryable, traceIds: readonly string[]) {
  return db
    .select({
      traceId: continuations.traceId,
      traceStep: continuations.traceStep,
      index: continuations.index,
      text: continuations.text,
    })
    .from(continuations)
    .where(sql`${continuations.traceId} = ${among(traceIds)}`)
    .orderBy(asc(continuations.traceId), asc(continuations.traceStep), asc(continuations.index));
}

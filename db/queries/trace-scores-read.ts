import { asc, eq } from "drizzle-orm";
import type { Queryable } from "../client";
import { scorers, stepAlternatives, stepScores, tokenScores, traceScores } from "../schema";

const scorerColumns = { id: scorers.id, kind: scorers.kind, name: scorers.name, version: scorers.version };

/** What every scorer says of the steps of one trace, scorer by scorer in a lasting order. */
export function selectStepScores(db: Queryable, traceId: string) {
  return db
    .select({ scorer: scorerColumns, score: stepScores })
    .from(stepScores)
    .innerJoin(scorers, eq(scorers.id, stepScores.scorerId))
    .where(eq(stepScores.traceId, traceId))
    .orderBy(asc(scorers.kind), asc(scorers.name), asc(scorers.version), asc(stepScores.traceStep));
}

/** What every scorer says of the trace as a whole. */
export function selectTraceScores(db: Queryable, traceId: string) {
  return db
    .select({ scorer: scorerColumns, score: traceScores })
    .from(traceScores)
    .innerJoin(scorers, eq(scorers.id, traceScores.scorerId))
    .where(eq(traceScores.traceId, traceId))
    .orderBy(asc(scorers.kind), asc(scorers.name), asc(scorers.version));
}

/** Other candidates for the steps of a trace, in the order of the source. */
export function selectAlternatives(db: Queryable, traceId: string) {
  return db
    .select()
    .from(stepAlternatives)
    .where(eq(stepAlternatives.traceId, traceId))
    .orderBy(asc(stepAlternatives.traceStep), asc(stepAlternatives.index));
}

/** What was logged for the tokens of a response, if anything was. */
export async function selectTokenScores(db: Queryable, traceId: string) {
  const [found] = await db.select().from(tokenScores).where(eq(tokenScores.traceId, traceId));
  return found;
}

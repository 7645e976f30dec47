import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { benchmarks, evaluationItems, evaluations, runs } from "@/db/schema";

/**
 * The key of a question as results tell it. A row is escaped as a whole if any text in it has to be (lib/domain/
 * stored-text.ts), so the same question may be stored plain in one evaluation and with its backslashes doubled in
 * another: doubling is undone here. A key that cannot be stored plain stays as it is stored.
 */
export const plain = (column: typeof evaluationItems.question | typeof evaluationItems.cluster) =>
  sql<string>`case when ${evaluationItems.textEscaped} and position('\\u' in replace(${column}, '\\\\', '')) = 0
    then replace(${column}, '\\\\', '\\') else ${column} end`;

/** Every decode of one evaluation, in one order throughout: what stands at a place belongs together. */
export interface EvaluationVerdicts {
  evaluationId: string;
  questions: string[];
  clusters: (string | null)[];
  /** A letter a decode: r right, w wrong, u without a verdict. */
  verdicts: string;
}

/**
 * The verdicts of several evaluations, a row each, one read of their items. Counting and ordering are left to the caller:
 * sorting a hundred thousand keys in here takes longer than everything else together.
 */
export async function selectVerdicts(
  db: Queryable,
  evaluationIds: readonly string[],
): Promise<EvaluationVerdicts[]> {
  if (evaluationIds.length === 0) return [];
  return db
    .select({
      evaluationId: evaluationItems.evaluationId,
      questions: sql<string[]>`json_agg(${plain(evaluationItems.question)})`,
      clusters: sql<(string | null)[]>`json_agg(${plain(evaluationItems.cluster)})`,
      verdicts: sql<string>`string_agg(case when ${evaluationItems.correct} then 'r'
        when ${evaluationItems.correct} is null then 'u' else 'w' end, '')`,
    })
    .from(evaluationItems)
    .where(inArray(evaluationItems.evaluationId, [...evaluationIds]))
    .groupBy(evaluationItems.evaluationId);
}

/** Every decode of one question of one evaluation, with what tells where it belongs. */
export async function selectEvaluationQuestion(db: Queryable, evaluationId: string, question: string) {
  return db
    .select({
      item: evaluationItems,
      cluster: plain(evaluationItems.cluster),
      runId: runs.id,
      runName: runs.name,
      seed: runs.seed,
      trainStep: evaluations.trainStep,
      settings: evaluations.settings,
      benchmark: { key: benchmarks.key, title: benchmarks.title },
    })
    .from(evaluationItems)
    .innerJoin(evaluations, eq(evaluations.id, evaluationItems.evaluationId))
    .innerJoin(runs, eq(runs.id, evaluations.runId))
    .innerJoin(benchmarks, eq(benchmarks.id, evaluations.benchmarkId))
    .where(
      and(
        eq(evaluationItems.evaluationId, evaluationId),
        // The first is what the index finds; the second is read only where nothing is stored plain.
        or(
          eq(evaluationItems.question, question),
          and(evaluationItems.textEscaped, eq(plain(evaluationItems.question), question)),
        ),
      ),
    )
    .orderBy(asc(evaluationItems.decode));
}

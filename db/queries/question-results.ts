import { and, asc, eq, or, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { benchmarks, evaluationItems, evaluations, runs } from "@/db/schema";

/**
 * The key of a question as results tell it. A row is escaped as a whole if any text in it has to be (lib/domain/
 * stored-text.ts), so the same question may be stored plain in one evaluation and with its backslashes doubled in
 * another: doubling is undone here. A key that cannot be stored plain stays as it is stored.
 */
const plain = (column: typeof evaluationItems.question | typeof evaluationItems.cluster) =>
  sql<string>`case when ${evaluationItems.textEscaped} and position('\\u' in replace(${column}, '\\\\', '')) = 0
    then replace(${column}, '\\\\', '\\') else ${column} end`;

/** One evaluation's verdicts, in the order of the questions that it is asked with. */
export interface QuestionCounts {
  evaluationId: string;
  right: number[];
  graded: number[];
}

export interface QuestionCountTable {
  questions: { key: string; cluster: string | null }[];
  rows: QuestionCounts[];
}

/**
 * Right and graded decodes per question of several evaluations of one benchmark, all in the same order of questions (by
 * key, in code units, whatever the server's collation). A question that an evaluation lacks has 0 graded.
 */
export async function selectQuestionCounts(
  db: Queryable,
  evaluationIds: readonly string[],
): Promise<QuestionCountTable> {
  if (evaluationIds.length === 0) return { questions: [], rows: [] };
  const wanted = sql`array[${sql.join(
    evaluationIds.map((id) => sql`${id}`),
    sql`, `,
  )}]::text[]`;
  const [found] = await db.execute<{
    keys: string[] | null;
    clusters: (string | null)[] | null;
    counts: QuestionCounts[] | null;
  }>(sql`
    with counted as materialized (
      select ${evaluationItems.evaluationId} as evaluation_id, ${plain(evaluationItems.question)} as question,
        max(${plain(evaluationItems.cluster)}) as cluster,
        count(*) filter (where ${evaluationItems.correct}) as right_ones,
        count(${evaluationItems.correct}) as graded
      from ${evaluationItems} where ${evaluationItems.evaluationId} = any(${wanted})
      group by 1, 2
    ), asked as materialized (
      select question, max(cluster) as cluster, row_number() over (order by question collate "C") as place
      from counted group by question
    ), aligned as (
      select id, array_agg(coalesce(right_ones, 0) order by place) as right_ones,
        array_agg(coalesce(graded, 0) order by place) as graded
      from unnest(${wanted}) id cross join asked
        left join counted on counted.evaluation_id = id and counted.question = asked.question
      group by id
    )
    select (select json_agg(question order by place) from asked) as keys,
      (select json_agg(cluster order by place) from asked) as clusters,
      (select json_agg(json_build_object('evaluationId', id, 'right', right_ones, 'graded', graded)) from aligned)
        as counts`);
  const clusters = found?.clusters ?? [];
  const questions = (found?.keys ?? []).map((key, i) => ({ key, cluster: clusters[i] ?? null }));
  return { questions, rows: found?.counts ?? [] };
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

import { sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import type { EvaluationEvent, EvaluationItem } from "@/lib/contracts";

export type EvaluationItemRow = EvaluationItem & { textEscaped: boolean };

export interface EvaluationOwner {
  evaluationId: string;
  benchmarkId: string;
  runId: string;
  jobId: string;
  attemptId: string;
}

/** The benchmark by its content: made once, whichever run reports it first. Its id follows from its content. */
export async function upsertBenchmark(
  tx: Queryable,
  id: string,
  benchmark: EvaluationEvent["benchmark"],
): Promise<void> {
  await tx.execute(sql`
    insert into benchmarks (id, key, title, content_sha256, questions)
    values (${id}, ${benchmark.key}, ${benchmark.title}, ${benchmark.contentSha256}, ${benchmark.questions})
    on conflict do nothing`);
}

/** One checkpoint on one benchmark, made by its first event. */
export async function upsertEvaluation(
  tx: Queryable,
  owner: EvaluationOwner,
  event: EvaluationEvent,
): Promise<void> {
  await tx.execute(sql`
    insert into evaluations as e (id, run_id, job_id, attempt_id, benchmark_id, checkpoint_id, train_step, settings,
      completed_at)
    values (${owner.evaluationId}, ${owner.runId}, ${owner.jobId}, ${owner.attemptId}, ${owner.benchmarkId},
      (select id from checkpoints where run_id = ${owner.runId} and train_step = ${event.trainStep}
        order by final desc, created_at desc limit 1),
      ${event.trainStep}, ${JSON.stringify(event.settings)}::jsonb,
      ${event.complete ? event.at : null}::timestamptz)
    on conflict (attempt_id, benchmark_id) do update set
      completed_at = coalesce(e.completed_at, excluded.completed_at)`);
}

/** Stores items (one question and decode once) and counts those that were new. */
export async function insertEvaluationItems(
  tx: Queryable,
  evaluationId: string,
  items: readonly EvaluationItemRow[],
): Promise<void> {
  if (items.length === 0) return;
  await tx.execute(sql`
    with stored as (
      insert into evaluation_items (evaluation_id, question, decode, cluster, correct, answer, reference, prompt,
        response, response_tokens, format_valid, text_escaped)
      select ${evaluationId}, question, decode, cluster, correct, answer, reference, prompt, response,
        "responseTokens", "formatValid", "textEscaped"
      from json_to_recordset(${JSON.stringify(items)}::json) as r(question text, decode int, cluster text,
        correct bool, answer text, reference text, prompt text, response text, "responseTokens" int,
        "formatValid" bool, "textEscaped" bool)
      on conflict do nothing
      returning correct
    ), counted as (
      select count(*) as items, count(*) filter (where correct) as correct,
        count(*) filter (where correct is null) as ungraded from stored
    )
    update evaluations e set items = e.items + counted.items, correct = e.correct + counted.correct,
      ungraded = e.ungraded + counted.ungraded
    from counted where e.id = ${evaluationId}`);
}

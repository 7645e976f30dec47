import { sql } from "drizzle-orm";

/**
 * How often the training of the row's run was tried. Evaluations of its checkpoint carry the run's id too, and are no
 * attempts at it. For queries from `runs`, unaliased.
 */
export function trainingAttempts() {
  return sql<number>`(select count(*)::int from attempts a join jobs j on j.id = a.job_id
    where a.run_id = "runs"."id" and j.kind in ('sft', 'grpo', 'command'))`;
}

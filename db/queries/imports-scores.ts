import { and, eq, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { scorers, type stepAlternatives, type stepScores, type traceScores } from "@/db/schema";
import type { ImportedScorer } from "@/lib/contracts";

export type StepScoreRow = Omit<typeof stepScores.$inferInsert, "updatedAt">;
export type TraceScoreRow = Omit<typeof traceScores.$inferInsert, "updatedAt">;
export type AlternativeRow = typeof stepAlternatives.$inferInsert;

/** The scorer of that kind, name and version in a project, made if there is none. */
export async function ensureScorer(
  db: Queryable,
  scorer: ImportedScorer & { id: string; projectId: string },
): Promise<string> {
  await db.insert(scorers).values(scorer).onConflictDoNothing();
  const [row] = await db
    .select({ id: scorers.id })
    .from(scorers)
    .where(
      and(
        ...[eq(scorers.projectId, scorer.projectId), eq(scorers.kind, scorer.kind)],
        ...[eq(scorers.name, scorer.name), eq(scorers.version, scorer.version)],
      ),
    );
  if (!row) throw new Error(`scorer ${scorer.name} vanished`);
  return row.id;
}

/** Stores what scorers say of the steps of new traces. */
export async function insertStepScores(tx: Queryable, rows: readonly StepScoreRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into step_scores (trace_id, scorer_id, trace_step, value, label, successes, n, note, tags)
    select "traceId", "scorerId", "traceStep", value, label, successes, n, note, tags
    from json_to_recordset(${JSON.stringify(rows)}::json) as r("traceId" text, "scorerId" text, "traceStep" int,
      value float8, label text, successes int, n int, note text, tags text[])
    on conflict do nothing`);
}

/** Stores what scorers say of new traces as a whole. */
export async function insertTraceScores(tx: Queryable, rows: readonly TraceScoreRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into trace_scores (trace_id, scorer_id, first_error, value, note)
    select "traceId", "scorerId", "firstError", value, note
    from json_to_recordset(${JSON.stringify(rows)}::json) as r("traceId" text, "scorerId" text, "firstError" int,
      value float8, note text)
    on conflict do nothing`);
}

/** Stores the other candidates for the steps of new traces. */
export async function insertAlternatives(tx: Queryable, rows: readonly AlternativeRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into step_alternatives (trace_id, trace_step, index, text, scorer_id, value, label)
    select "traceId", "traceStep", index, text, "scorerId", value, label
    from json_to_recordset(${JSON.stringify(rows)}::json) as r("traceId" text, "traceStep" int, index int, text text,
      "scorerId" text, value float8, label text)
    on conflict do nothing`);
}

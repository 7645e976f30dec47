import { and, count, desc, eq, sql } from "drizzle-orm";
import type { Queryable } from "../client";
import { reports } from "../schema";

export type ReportRow = typeof reports.$inferSelect;
export type NewReport = typeof reports.$inferInsert;

/**
 * Stores a report unless the newest one of the same ablation already says the same: then that one is answered. Two
 * requests at once wait for each other, so that a double click freezes one report.
 */
export async function insertReportOnce(
  db: Queryable,
  report: NewReport,
): Promise<{ row: ReportRow; created: boolean }> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${report.contentSha256}, 0))`);
    const [known] = await tx
      .select()
      .from(reports)
      .where(eq(reports.contentSha256, report.contentSha256))
      .orderBy(desc(reports.createdAt))
      .limit(1);
    if (known) return { row: known, created: false };
    const [row] = await tx.insert(reports).values(report).returning();
    if (!row) throw new Error("a report was inserted and did not come back");
    return { row, created: true };
  });
}

export async function selectReport(db: Queryable, id: string): Promise<ReportRow | null> {
  const [row] = await db.select().from(reports).where(eq(reports.id, id));
  return row ?? null;
}

const ofAblation = (ablationId: string | undefined) =>
  and(ablationId === undefined ? undefined : eq(reports.ablationId, ablationId));

/** Reports, the newest first, with what a list says of each: contents stay in the database. */
export function selectReports(
  db: Queryable,
  { ablation, offset, limit }: { ablation?: string | undefined; offset: number; limit: number },
) {
  const content = reports.content;
  return db
    .select({
      id: reports.id,
      ablationId: reports.ablationId,
      title: reports.title,
      createdAt: reports.createdAt,
      contentSha256: reports.contentSha256,
      arms: sql<number>`coalesce(jsonb_array_length(jsonb_path_query_first(${content}, '$.results.arms')), 0)`,
      seeds: sql<number>`coalesce(jsonb_array_length(jsonb_path_query_first(${content}, '$.results.seeds')), 0)`,
      pending: sql<number>`coalesce((${content} #>> '{results,pending}')::int, 0)`,
      sentence: sql<string>`coalesce(${content} #>> '{conclusions,sentences,0}', '')`,
    })
    .from(reports)
    .where(ofAblation(ablation))
    .orderBy(desc(reports.createdAt), desc(reports.id))
    .offset(offset)
    .limit(limit);
}

export async function countReports(db: Queryable, ablation: string | undefined): Promise<number> {
  const [row] = await db.select({ n: count() }).from(reports).where(ofAblation(ablation));
  return row?.n ?? 0;
}

/** True if there was one. */
export async function deleteReport(db: Queryable, id: string): Promise<boolean> {
  const gone = await db.delete(reports).where(eq(reports.id, id)).returning({ id: reports.id });
  return gone.length > 0;
}

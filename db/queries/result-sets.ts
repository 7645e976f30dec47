import { and, asc, desc, eq, inArray, ne, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Queryable } from "@/db/client";
import { projects, resultSets } from "@/db/schema";

export type NewResultSet = typeof resultSets.$inferInsert;

/** Every imported set with its project, the newest first. */
export function selectResultSets(db: Queryable) {
  return withProject(db).orderBy(desc(resultSets.createdAt), asc(resultSets.id));
}

export async function selectResultSetsByIds(db: Queryable, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return withProject(db).where(inArray(resultSets.id, [...ids]));
}

function withProject(db: Queryable) {
  return db
    .select({ set: resultSets, project: projects.name })
    .from(resultSets)
    .innerJoin(projects, eq(projects.id, resultSets.projectId));
}

/** Stores a set unless its content is there already; tells which row holds it. */
export async function insertResultSet(
  db: Queryable,
  row: NewResultSet,
): Promise<{ id: string; created: boolean }> {
  const inserted = await db
    .insert(resultSets)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: resultSets.id });
  if (inserted[0]) return { id: inserted[0].id, created: true };
  const [there] = await db
    .select({ id: resultSets.id })
    .from(resultSets)
    .where(eq(resultSets.contentSha256, row.contentSha256));
  if (!there) throw new Error(`result set ${row.contentSha256} is neither new nor there`);
  return { id: there.id, created: false };
}

/** True if there was one. */
export async function deleteResultSetRow(db: Queryable, id: string): Promise<boolean> {
  const gone = await db.delete(resultSets).where(eq(resultSets.id, id)).returning({ id: resultSets.id });
  return gone.length > 0;
}

/** Makes a project, or answers null where there is one of that name: a start that comes second waits for the first. */
export async function insertProject(db: Queryable, id: string, name: string): Promise<string | null> {
  const made = await db
    .insert(projects)
    .values({ id, name })
    .onConflictDoNothing({ target: projects.name })
    .returning({ id: projects.id });
  return made[0]?.id ?? null;
}

/** Brings an example that is still there to the content that this version ships; leaves it where that is elsewhere. */
export async function updateExample(
  db: Queryable,
  exampleKey: string,
  changes: Pick<NewResultSet, "name" | "content" | "contentSha256">,
): Promise<void> {
  const same = alias(resultSets, "same");
  await db
    .update(resultSets)
    .set(changes)
    .where(
      and(
        eq(resultSets.exampleKey, exampleKey),
        ne(resultSets.contentSha256, changes.contentSha256),
        notExists(db.select({ one: sql`1` }).from(same).where(eq(same.contentSha256, changes.contentSha256))),
      ),
    );
}

import { and, asc, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { artifactCopies, hostChores } from "@/db/schema";

export type ChoreRow = typeof hostChores.$inferSelect;
type NewChore = Pick<ChoreRow, "id" | "hostId" | "kind" | "subject" | "payload" | "createdAt">;

/** Serialises the making of chores, so that none is made twice. */
const CHORE_LOCK = 7_305_775;

/** Held until the transaction ends. */
export async function lockChores(db: Queryable): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${CHORE_LOCK})`);
}

/** Open chores about any of these subjects, the oldest first. */
export async function findOpenChores(db: Queryable, subjects: readonly string[]): Promise<ChoreRow[]> {
  if (subjects.length === 0) return [];
  return db
    .select()
    .from(hostChores)
    .where(and(isNull(hostChores.doneAt), inArray(hostChores.subject, [...new Set(subjects)])))
    .orderBy(asc(hostChores.createdAt), asc(hostChores.id));
}

/** Where hosts keep copies of artifacts that they fetched. */
export async function selectCopyPaths(
  db: Queryable,
  manifests: readonly string[],
): Promise<{ manifest: string; hostId: string; path: string }[]> {
  if (manifests.length === 0) return [];
  const { manifestSha256: manifest, hostId, path } = artifactCopies;
  return db
    .select({ manifest, hostId, path })
    .from(artifactCopies)
    .where(inArray(manifest, [...manifests]));
}

export async function insertChores(db: Queryable, rows: readonly NewChore[]): Promise<void> {
  if (rows.length > 0) await db.insert(hostChores).values([...rows]);
}

/** What a host is to do now, the oldest first. */
export async function selectDueChores(
  db: Queryable,
  hostId: string,
  now: Date,
  limit: number,
): Promise<ChoreRow[]> {
  return db
    .select()
    .from(hostChores)
    .where(
      and(
        eq(hostChores.hostId, hostId),
        isNull(hostChores.doneAt),
        or(isNull(hostChores.notBefore), lte(hostChores.notBefore, now)),
      ),
    )
    .orderBy(asc(hostChores.createdAt), asc(hostChores.id))
    .limit(limit);
}

/** A chore of that host, held until the transaction ends. */
export async function lockChore(db: Queryable, hostId: string, choreId: string): Promise<ChoreRow | null> {
  const [row] = await db
    .select()
    .from(hostChores)
    .where(and(eq(hostChores.id, choreId), eq(hostChores.hostId, hostId)))
    .for("no key update");
  return row ?? null;
}

export async function updateChore(
  db: Queryable,
  choreId: string,
  change: Partial<Pick<ChoreRow, "doneAt" | "ok" | "detail" | "bytes" | "failures" | "notBefore">>,
): Promise<void> {
  await db.update(hostChores).set(change).where(eq(hostChores.id, choreId));
}

/** Gives up open chores: of a host that was removed, or about something that is gone. */
export async function dropOpenChores(
  db: Queryable,
  which: { hostId?: string; subjects?: readonly string[] },
  detail: string,
  now: Date,
): Promise<void> {
  const { hostId, subjects } = which;
  if (subjects?.length === 0) return;
  await db
    .update(hostChores)
    .set({ doneAt: now, ok: false, detail })
    .where(
      and(
        isNull(hostChores.doneAt),
        hostId === undefined ? undefined : eq(hostChores.hostId, hostId),
        subjects ? inArray(hostChores.subject, [...subjects]) : undefined,
      ),
    );
}

import { and, desc, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { enrolments, hosts, tokens } from "@/db/schema";

export type EnrolmentRow = typeof enrolments.$inferSelect;
export interface ListedEnrolment {
  enrolment: EnrolmentRow;
  revokedAt: Date | null;
}

export async function insertEnrolment(
  db: Queryable,
  enrolment: typeof enrolments.$inferInsert,
): Promise<EnrolmentRow> {
  const [row] = await db.insert(enrolments).values(enrolment).returning();
  if (!row) throw new Error("the enrolment was not stored");
  return row;
}

/** The invitation that a token belongs to; null for the tokens of agents that nobody enrolled. */
export async function findEnrolmentOfToken(db: Queryable, tokenId: string): Promise<EnrolmentRow | null> {
  const [row] = await db.select().from(enrolments).where(eq(enrolments.tokenId, tokenId));
  return row ?? null;
}

export async function findEnrolment(db: Queryable, id: string): Promise<ListedEnrolment | null> {
  const [row] = await listed(db).where(eq(enrolments.id, id));
  return row ?? null;
}

/** The latest first. */
export async function selectEnrolments(db: Queryable, limit: number): Promise<ListedEnrolment[]> {
  return listed(db).orderBy(desc(enrolments.createdAt), desc(enrolments.id)).limit(limit);
}

function listed(db: Queryable) {
  return db
    .select({ enrolment: enrolments, revokedAt: tokens.revokedAt })
    .from(enrolments)
    .innerJoin(tokens, eq(tokens.id, enrolments.tokenId))
    .$dynamic();
}

/** Keeps that an agent came, the first time, and gives its host what the invitation says of it. */
export async function markEnrolmentUsed(
  db: Queryable,
  { id, sharedStorage }: EnrolmentRow,
  hostId: string,
  now: Date,
): Promise<void> {
  await db
    .update(enrolments)
    .set({ usedAt: now, hostId })
    .where(and(eq(enrolments.id, id), isNull(enrolments.usedAt)));
  await db.update(hosts).set({ sharedStorage }).where(eq(hosts.id, hostId));
}

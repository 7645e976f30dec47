import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { tokens } from "@/db/schema";

export type TokenRow = typeof tokens.$inferSelect;
export type TokenScope = TokenRow["scope"];

export async function insertToken(
  db: Queryable,
  token: Pick<TokenRow, "id" | "hash" | "scope" | "subject">,
): Promise<void> {
  await db.insert(tokens).values(token);
}

/** The token with this hash, revoked ones left out. */
export async function findToken(db: Queryable, hash: string): Promise<TokenRow | null> {
  const [row] = await db
    .select()
    .from(tokens)
    .where(and(eq(tokens.hash, hash), isNull(tokens.revokedAt)));
  return row ?? null;
}

export async function revokeTokenById(db: Queryable, tokenId: string, now: Date): Promise<void> {
  await db
    .update(tokens)
    .set({ revokedAt: now })
    .where(and(eq(tokens.id, tokenId), isNull(tokens.revokedAt)));
}

/** Revokes every agent token of a subject: the local agent gets a new one at each start. */
export async function revokeAgentTokens(db: Queryable, subject: string, now: Date): Promise<void> {
  await db
    .update(tokens)
    .set({ revokedAt: now })
    .where(and(eq(tokens.scope, "agent"), eq(tokens.subject, subject), isNull(tokens.revokedAt)));
}

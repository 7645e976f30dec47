import { randomBytes } from "node:crypto";
import type { Queryable } from "@/db/client";
import { findToken, insertToken, type TokenRow, type TokenScope } from "@/db/queries/tokens";
import { newId } from "@/lib/domain/ids";
import { hashToken } from "./secrets";

const PREFIX: Record<TokenScope, string> = { agent: "swa_", run: "swr_", read: "swv_" };

/**
 * Makes a token and keeps its hash.
 *
 * @param subject the attempt that a run token may write; a name to recognise the others by
 * @returns its id and the token itself, which is shown this once and cannot be had again
 */
export async function mintToken(
  db: Queryable,
  scope: TokenScope,
  subject: string,
): Promise<{ tokenId: string; token: string }> {
  const token = PREFIX[scope] + randomBytes(32).toString("base64url");
  const tokenId = newId("token");
  await insertToken(db, { id: tokenId, hash: hashToken(token), scope, subject });
  return { tokenId, token };
}

/** The stored token of this text, or null if it is unknown or revoked. */
export async function lookUpToken(db: Queryable, token: string): Promise<TokenRow | null> {
  return findToken(db, hashToken(token));
}

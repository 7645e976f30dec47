import "server-only";
import type { Queryable } from "@/db/client";
import { AppError } from "@/lib/domain/errors";
import { env } from "./env";
import { isOperatorToken, TOKEN_COOKIE } from "./operator-token";
import { isAllowedHost, isAllowedOrigin, isSafeMethod } from "./request-guard";
import { lookUpToken } from "./tokens";

/** Who asks. An operator is a person (or their script); the others carry a token of that scope. */
export type Caller =
  | { scope: "operator" }
  | { scope: "agent"; tokenId: string; subject: string }
  | { scope: "read"; tokenId: string; subject: string }
  | { scope: "run"; tokenId: string; attemptId: string };

/** What a route demands: `operator` routes may be read (not changed) with a read token too. */
export type Access = "public" | "operator" | "agent" | "run";

function bearerOf(request: Request): string | null {
  const header = request.headers.get("authorization");
  if (header === null) return null;
  const match = /^Bearer ([\w.~+/=-]{1,500})$/i.exec(header.trim());
  if (!match?.[1]) throw new AppError("unauthenticated", "the Authorization header must be: Bearer <token>");
  return match[1];
}

function cookieOf(request: Request): string | null {
  for (const part of (request.headers.get("cookie") ?? "").split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (name === TOKEN_COOKIE && value) return decoded(value);
  }
  return null;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not one of ours: those are always well encoded.
    return null;
  }
}

/** The host name that the request was sent to (fetch's Request in tests has no Host header). */
export function requestHost(request: Request): string {
  return request.headers.get("host") ?? new URL(request.url).host;
}

/** Refuses a request for a host that is not ours, before anything of it is read. */
export function checkHost(request: Request): void {
  const host = requestHost(request);
  if (!isAllowedHost(host, env().allowedHosts))
    throw new AppError("wrong-host", `Host is ${host.slice(0, 200)}`);
}

function operator(request: Request): Caller {
  if (!isSafeMethod(request.method) && !isAllowedOrigin(request.headers, requestHost(request)))
    throw new AppError(
      "wrong-origin",
      `Origin is ${(request.headers.get("origin") ?? "unknown").slice(0, 200)}`,
    );
  if (env().token !== null && !isOperatorToken(cookieOf(request)))
    throw new AppError("unauthenticated", "open any page once with ?token=… to sign this browser in");
  return { scope: "operator" };
}

/**
 * Finds out who asks.
 *
 * Throws `unauthenticated` for a missing, unknown or revoked token and `wrong-origin` for a mutation that another
 * web site caused.
 */
export async function authenticate(db: Queryable, request: Request): Promise<Caller> {
  const bearer = bearerOf(request);
  if (bearer === null) return operator(request);
  if (isOperatorToken(bearer)) return { scope: "operator" };
  const row = await lookUpToken(db, bearer);
  if (!row) throw new AppError("unauthenticated", "this token is unknown or was revoked");
  if (row.scope === "run") return { scope: "run", tokenId: row.id, attemptId: row.subject };
  return { scope: row.scope, tokenId: row.id, subject: row.subject };
}

/** Throws `unauthenticated` or `forbidden` unless this caller may use a route of that access. */
export function authorise(caller: Caller, access: Exclude<Access, "public">, method: string): void {
  if (caller.scope === access) return;
  if (access === "operator" && caller.scope === "read" && isSafeMethod(method)) return;
  if (caller.scope === "operator")
    throw new AppError("unauthenticated", `this needs a token of scope ${access}`);
  throw new AppError("forbidden", `this needs scope ${access}, the token has ${caller.scope}`);
}

/** The attempt that a run token may write. Throws `forbidden` for every other caller. */
export function attemptOf(caller: Caller): string {
  if (caller.scope !== "run") throw new AppError("forbidden", "only an attempt's own token may write here");
  return caller.attemptId;
}

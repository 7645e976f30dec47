import type { z } from "zod";
import type { Problem } from "@/lib/contracts";
import { AppError, type FieldError } from "@/lib/domain/errors";

type Issue = z.core.$ZodIssue;

function unionFields(issue: Extract<Issue, { code: "invalid_union" }>, path: PropertyKey[]): FieldError[] {
  // The branch with the fewest complaints is the one that was meant.
  const [closest] = [...issue.errors].sort((a, b) => a.length - b.length);
  return closest?.length ? closest.flatMap((inner) => issueFields(inner, path)) : [];
}

function issueFields(issue: Issue, above: PropertyKey[] = []): FieldError[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...path, key].join("."), message: "unknown field" }));
  const inner = issue.code === "invalid_union" ? unionFields(issue, path) : [];
  return inner.length > 0 ? inner : [{ path: path.join("."), message: issue.message }];
}

/** zod's issues as one list of paths and messages, unknown fields named one by one. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => issueFields(issue));
}

/** Parses what came over a boundary. Throws `invalid-request` that names every wrong field. */
export function parseOrRefuse<S extends z.ZodType>(schema: S, value: unknown, where = "body"): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = fieldErrors(parsed.error);
  const named = fields.slice(0, 3).map((field) => `${field.path || where}: ${field.message}`);
  throw new AppError("invalid-request", { detail: named.join("; "), fields }, parsed.error);
}

const UNREACHABLE = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT"],
  ...["CONNECT_TIMEOUT", "CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED"],
  // Shutting down, starting up, too many connections; deadlock and serialisation, where a second try succeeds.
  ...["57P01", "57P02", "57P03", "53300", "40001", "40P01"],
]);

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at: unknown = error; at instanceof Error && codes.length < 8; at = at.cause)
    codes.push("code" in at && typeof at.code === "string" ? at.code : "");
  return codes;
}

/** Any thrown value as an AppError: a database that is away is retryable, the rest is a fault of ours. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (codesOf(error).some((code) => UNREACHABLE.has(code)))
    return new AppError("database-unavailable", {}, error);
  return new AppError("internal", {}, error);
}

/** The answer to an error, as RFC 9457 problem+json. */
export function problemResponse(error: AppError, requestId: string): Response {
  const { info, details } = error;
  const body: Problem = {
    type: `/docs/errors#${error.code}`,
    title: info.title,
    status: info.status,
    code: error.code,
    detail: error.message,
    hint: info.hint,
    retryable: info.retryable,
    requestId,
    fields: details.fields ?? [],
  };
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (details.retryAfterMs !== undefined)
    headers.set("retry-after", String(Math.ceil(details.retryAfterMs / 1000)));
  if (info.status === 401) headers.set("www-authenticate", "Bearer");
  return Response.json(body, { status: info.status, headers });
}

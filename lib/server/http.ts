import "server-only";
import type { z } from "zod";
import { newId } from "@/lib/domain/ids";
import { type Access, authenticate, authorise, type Caller, checkHost, requestHost } from "./auth";
import { type BodyLimits, readJson } from "./body";
import { getDb } from "./db";
import { env } from "./env";
import { logger } from "./logger";
import { parseOrRefuse, problemResponse, toAppError } from "./problem";
import { refuseUnstorable } from "./unstorable";

const DEFAULT_LIMITS: BodyLimits = { maxBytes: 1_000_000 };

/** What a route declares: who may call it, and the zod contract of each part that it reads. */
export interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  access: Access;
  params?: P;
  query?: Q;
  body?: B;
  /** The body holds what models or processes wrote: the handler itself stores texts that Postgres refuses. */
  anyText?: boolean;
  limits?: BodyLimits;
}

/** What a handler gets: everything parsed, never the raw request's parts. */
export interface RouteInput<P, Q, B> {
  request: Request;
  requestId: string;
  caller: Caller;
  params: P;
  query: Q;
  body: B;
}

type Context = { params: Promise<Record<string, string | string[] | undefined>> };
export type RouteHandler = (request: Request, context?: Context) => Promise<Response>;

const WRITTEN_BY = new Set(["POST", "PUT", "PATCH", "DELETE"]);

async function callerOf(request: Request, access: Access): Promise<Caller> {
  if (access === "public") return { scope: "operator" };
  const caller = await authenticate(getDb(), request);
  authorise(caller, access, request.method);
  return caller;
}

/** Query parameters as an object; one that is given twice becomes a list, for the contract to judge. */
function queryOf(request: Request): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  const { searchParams } = new URL(request.url);
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name);
    found[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return found;
}

/**
 * Wraps a route handler: Host and Origin are checked, the caller is authorised, then params, query and body are
 * parsed, and whatever is thrown becomes problem+json with a request id.
 *
 * Order matters: nothing of a body is read before the caller is known to be allowed.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: RouteSpec<P, Q, B>,
  handle: (input: RouteInput<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Response>,
): RouteHandler {
  return async (request, context) => {
    const requestId = newId("request");
    const startedAt = performance.now();
    const answer = await answerTo(spec, handle, request, context, requestId);
    logger().debug({
      requestId,
      method: request.method,
      path: new URL(request.url).pathname,
      status: answer.status,
      ms: Math.round(performance.now() - startedAt),
    });
    return answer;
  };
}

async function answerTo<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: RouteSpec<P, Q, B>,
  handle: (input: RouteInput<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Response>,
  request: Request,
  context: Context | undefined,
  requestId: string,
): Promise<Response> {
  try {
    checkHost(request);
    const caller = await callerOf(request, spec.access);
    const answer = await handle({
      request,
      requestId,
      caller,
      params: parsePart(spec.params, await context?.params, "params"),
      query: parsePart(spec.query, queryOf(request), "query"),
      body: await parseBody(spec, request),
    });
    if (!answer.headers.has("x-request-id")) answer.headers.set("x-request-id", requestId);
    return answer;
  } catch (error) {
    return refuse(error, request, requestId);
  }
}

function parsePart<S extends z.ZodType>(schema: S | undefined, value: unknown, where: string): z.output<S> {
  // A part without a contract is not read: its type is z.output of an absent schema, which nothing can use.
  const parsed = schema ? refuseUnstorable(parseOrRefuse(schema, value ?? {}, where)) : undefined;
  return parsed as z.output<S>;
}

async function parseBody<B extends z.ZodType>(
  spec: { body?: B; anyText?: boolean; limits?: BodyLimits },
  request: Request,
): Promise<z.output<B>> {
  if (!spec.body || !WRITTEN_BY.has(request.method)) return undefined as z.output<B>;
  const parsed = parseOrRefuse(spec.body, await readJson(request, spec.limits ?? DEFAULT_LIMITS));
  return spec.anyText ? parsed : refuseUnstorable(parsed);
}

function refuse(thrown: unknown, request: Request, requestId: string): Response {
  const error = toAppError(thrown);
  const line = { requestId, method: request.method, path: new URL(request.url).pathname, code: error.code };
  if (error.info.status >= 500) logger().error({ ...line, err: error.cause ?? error }, error.message);
  else logger().info(line, error.message);
  const answer = problemResponse(error, requestId);
  answer.headers.set("x-request-id", requestId);
  return answer;
}

/** A JSON answer that no cache keeps. */
export function json(
  body: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return Response.json(body, {
    status: init.status ?? 200,
    headers: { "cache-control": "no-store", ...init.headers },
  });
}

/** Address under which the caller of this request reaches the server: what trainers are told to log to. */
export function serverUrlOf(request: Request): string {
  const { publicUrl } = env();
  return publicUrl ?? `${new URL(request.url).protocol}//${requestHost(request)}`;
}

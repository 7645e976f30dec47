import type { z } from "zod";
import { type Problem, problem } from "@/lib/contracts";

/** An answer that is a problem, with everything a page needs to say what to do. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(of: Problem) {
    super(of.detail || of.title);
    this.name = "ApiError";
    this.problem = of;
  }
}

function unexplained(status: number, detail: string): Problem {
  return {
    type: "about:blank",
    title: "The server's answer could not be read",
    status,
    code: "unreadable-answer",
    detail,
    hint: "Try again; if it stays, look at the server's log.",
    retryable: status >= 500 || status === 0,
    requestId: "",
    fields: [],
  };
}

async function send(path: string, init: RequestInit | undefined): Promise<Response> {
  try {
    return await fetch(path, { ...init, headers: { accept: "application/json", ...init?.headers } });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError({
      ...unexplained(0, "The server did not answer."),
      title: "No connection to the server",
      hint: "Is it still running? Start it again with npm start.",
    });
  }
}

/**
 * Fetches one of our routes and parses the answer with its contract.
 * Throws ApiError for every refusal, an answer out of contract and a server that is away.
 */
export async function fetchJson<T extends z.ZodType>(
  path: string,
  schema: T,
  init?: RequestInit,
): Promise<z.output<T>> {
  const response = await send(path, init);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const said = problem.safeParse(body);
    throw new ApiError(said.success ? said.data : unexplained(response.status, `HTTP ${response.status}.`));
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw new ApiError(
    unexplained(response.status, `${path}: ${first?.path.join(".") ?? ""} ${first?.message ?? ""}`),
  );
}

/** The request of a JSON body. */
export function jsonBody(method: "POST" | "PUT" | "PATCH" | "DELETE", body: unknown): RequestInit {
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

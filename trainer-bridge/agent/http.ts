import type { z } from "zod";
import {
  type HeartbeatAnswer,
  type HeartbeatRequest,
  type Lease,
  type leaseRequest,
  problem,
  type RegisterRequest,
  type registerAnswer,
} from "../../lib/contracts";
import { heartbeatAnswered, leaseAnswered, registerAnswered } from "./answers";

const REQUEST_LIMIT_MS = 15_000;

/** The server did not do it. `retryable` false: the same request will be refused again. */
export class ServerError extends Error {
  constructor(
    message: string,
    readonly status: number | null,
    readonly retryable: boolean,
    readonly retryAfterMs: number,
  ) {
    super(message);
    this.name = "ServerError";
  }
}

/** The three requests of an agent (lib/contracts/agent-api.ts). Every failure is a ServerError. */
export class ServerClient {
  constructor(
    private readonly serverUrl: string,
    private readonly token: string,
    private readonly limitMs = REQUEST_LIMIT_MS,
  ) {}

  register(body: RegisterRequest): Promise<z.infer<typeof registerAnswer>> {
    return this.post("/api/v1/agents/register", body, registerAnswered);
  }

  heartbeat(agentId: string, body: HeartbeatRequest): Promise<HeartbeatAnswer> {
    return this.post(`/api/v1/agents/${agentId}/heartbeat`, body, heartbeatAnswered);
  }

  lease(
    agentId: string,
    body: z.infer<typeof leaseRequest>,
  ): Promise<{ lease: Lease | null; retryAfterMs: number; reason: string }> {
    return this.post(`/api/v1/agents/${agentId}/lease`, body, leaseAnswered);
  }

  /**
   * A request whose body or answer is bytes. Throws where the server refuses, but for the statuses in `expected`.
   */
  async raw(path: string, init: RequestInit, expected: readonly number[] = []): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(new URL(path, this.serverUrl), {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${this.token}` },
        redirect: "error",
      });
    } catch (error) {
      throw away(path, error);
    }
    if (response.ok || expected.includes(response.status)) return response;
    throw refusal(path, response, await response.text().catch(() => ""));
  }

  private async post<Schema extends z.ZodType>(path: string, body: unknown, schema: Schema) {
    const response = await this.send(path, JSON.stringify(body));
    const text = await response.text().catch((error: unknown) => {
      throw away(path, error);
    });
    if (!response.ok) throw refusal(path, response, text);
    return understand(path, text, schema);
  }

  private async send(path: string, body: string): Promise<Response> {
    try {
      return await fetch(new URL(path, this.serverUrl), {
        method: "POST",
        headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
        body,
        // The token goes to the server that was named and nowhere else.
        redirect: "error",
        signal: AbortSignal.timeout(this.limitMs),
      });
    } catch (error) {
      throw away(path, error);
    }
  }
}

function away(path: string, error: unknown): ServerError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const said = cause instanceof Error ? cause.message : String(cause);
  return new ServerError(`${path}: the server does not answer (${said})`, null, true, 0);
}

function refusal(path: string, response: Response, text: string): ServerError {
  const { status } = response;
  const retryable = status === 429 || status >= 500;
  const retryAfterMs = Math.max(0, Number(response.headers.get("retry-after")) || 0) * 1000;
  return new ServerError(`${path}: ${status} ${explain(text)}`, status, retryable, retryAfterMs);
}

function explain(text: string): string {
  try {
    const said = problem.parse(JSON.parse(text));
    const fields = said.fields.map((field) => `${field.path}: ${field.message}`);
    return [said.title, said.detail, ...fields, said.hint].filter(Boolean).join(". ").slice(0, 2000);
  } catch {
    return text.slice(0, 300);
  }
}

function understand<Schema extends z.ZodType>(path: string, text: string, schema: Schema): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const said = error instanceof Error ? error.message.slice(0, 500) : String(error);
    throw new ServerError(`${path}: the answer is not what the contract says: ${said}`, 200, true, 0);
  }
}

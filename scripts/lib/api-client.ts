import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import type { z } from "zod";
import type { Problem } from "@/lib/contracts/problem";

const LIMIT_MS = 30_000;

/** An answer of the server that says no, in its own words. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Talks to the running server as a person would: with STEPWELL_TOKEN where it is set. */
export class ApiClient {
  constructor(
    readonly url: string,
    private readonly token = process.env.STEPWELL_TOKEN,
  ) {}

  get<T>(path: string, answer: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    return this.ask("GET", path, answer, undefined, signal);
  }

  post<T>(path: string, body: unknown, answer: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    return this.ask("POST", path, answer, body, signal);
  }

  /** Sends bytes as they are. */
  put<T>(path: string, body: Uint8Array, headers: Record<string, string>, answer: z.ZodType<T>): Promise<T> {
    const bytes = { "content-type": "application/octet-stream", ...headers };
    return this.send(path, { method: "PUT", headers: bytes, body: Uint8Array.from(body) }, answer);
  }

  /** The bytes of an answer as they come, however long that takes. */
  async stream(path: string): Promise<AsyncIterable<Uint8Array>> {
    const response = await fetch(new URL(path, this.url), { headers: this.signed({}) });
    if (!response.ok) throw new ApiRefusal(response.status, await refusalText(response));
    if (!response.body) throw new ApiRefusal(response.status, "The server answered nothing.");
    return Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  }

  private signed(headers: RequestInit["headers"]): Headers {
    const all = new Headers(headers);
    if (this.token) all.set("authorization", `Bearer ${this.token}`);
    return all;
  }

  private ask<T>(
    method: "GET" | "POST",
    path: string,
    answer: z.ZodType<T>,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const headers = body === undefined ? undefined : { "content-type": "application/json" };
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.send(path, { method, headers, body: text, signal }, answer);
  }

  private async send<T>(
    path: string,
    { headers, signal, ...init }: RequestInit & { headers?: Record<string, string> | undefined },
    answer: z.ZodType<T>,
  ): Promise<T> {
    const limit = AbortSignal.timeout(LIMIT_MS);
    const response = await fetch(new URL(path, this.url), {
      ...init,
      headers: this.signed({ accept: "application/json", ...headers }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (!response.ok) throw new ApiRefusal(response.status, await refusalText(response));
    return answer.parse(await response.json());
  }
}

async function refusalText(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    return `${problem.title ?? response.status}: ${problem.detail ?? ""}`;
  } catch {
    return `The server answered ${response.status}: ${text.slice(0, 300)}`;
  }
}

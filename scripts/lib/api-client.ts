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

  private async ask<T>(
    method: "GET" | "POST",
    path: string,
    answer: z.ZodType<T>,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const limit = AbortSignal.timeout(LIMIT_MS);
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
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

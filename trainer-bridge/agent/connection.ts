import { Backoff } from "./backoff";
import { ServerError } from "./http";
import type { Log } from "./log";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Whether the server answers, and when to ask it again: said once per outage, not once per request. */
export class Connection {
  private readonly backoff = new Backoff(FIRST_WAIT_MS, LONGEST_WAIT_MS);
  private silentUntilMs = 0;
  private away = false;

  constructor(private readonly log: Log) {}

  /** It failed a moment ago: the server is left alone for now. */
  get rests(): boolean {
    return performance.now() < this.silentUntilMs;
  }

  answered(): void {
    if (this.away) this.log("server-answers-again");
    this.away = false;
    this.backoff.reset();
  }

  /** Nothing that goes wrong here may end the following of what runs: it is said, and tried again later. */
  failed(error: unknown): void {
    const known = error instanceof ServerError ? error : null;
    const waitMs = this.backoff.next(known?.retryAfterMs);
    this.silentUntilMs = performance.now() + waitMs;
    if (!this.away || !known?.retryable) {
      this.log("no-answer", { why: inWords(error), nextTryMs: Math.round(waitMs) });
    }
    this.away = true;
  }
}

function inWords(error: unknown): string {
  if (error instanceof ServerError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import { AGENT_CONTRACT, jobKind, type Lease } from "../../lib/contracts";
import type { AttemptSet } from "./attempt-set";
import type { ServerClient } from "./http";
import type { Log } from "./log";

/** A disk that is full now will be full in a moment as well. */
const AFTER_REFUSAL_MS = 30_000;

/** Asks the server for jobs while there is room. */
export class Leasing {
  private askAtMs = 0;
  private noLeaseReason = "";
  private pending = false;

  constructor(
    private readonly client: ServerClient,
    private readonly attempts: AttemptSet,
    private readonly capacity: number,
    private readonly log: Log,
  ) {}

  /** Of a lease that got no answer nobody knows whether it was given: registering anew gives it back. */
  get unanswered(): boolean {
    return this.pending;
  }

  /** The server has heard what runs here: what it leased beyond that is given back. */
  settled(): void {
    this.pending = false;
  }

  /** There is room again. */
  askSoon(): void {
    this.askAtMs = 0;
  }

  async fill(agentId: string, until: AbortSignal): Promise<void> {
    while (this.wants(until)) {
      const running = this.attempts.live().map((attempt) => attempt.id);
      this.pending = true;
      const answer = await this.client.lease(agentId, {
        contract: AGENT_CONTRACT,
        kinds: [...jobKind.options],
        running,
      });
      this.pending = false;
      this.hearReason(answer.reason);
      if (answer.lease) await this.take(answer.lease);
      else this.askAtMs = performance.now() + answer.retryAfterMs;
    }
  }

  private wants(until: AbortSignal): boolean {
    return !until.aborted && this.attempts.live().length < this.capacity && performance.now() >= this.askAtMs;
  }

  /** Why there is no job is said once, not every second. */
  private hearReason(reason: string): void {
    if (reason !== "" && reason !== this.noLeaseReason) this.log("no-lease", { reason });
    this.noLeaseReason = reason;
  }

  private async take(lease: Lease): Promise<void> {
    const { attemptId, jobId, spec, resume } = lease;
    this.log("leased", { attemptId, jobId, kind: spec.kind, resume });
    try {
      await this.attempts.take(lease);
    } catch (error) {
      this.attempts.refuse(lease, error instanceof Error ? error.message : String(error));
      this.askAtMs = performance.now() + AFTER_REFUSAL_MS;
    }
  }
}

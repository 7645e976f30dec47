import { setTimeout as sleep } from "node:timers/promises";
import { RemoteTrouble } from "./channel";

/** Nobody who follows several attempts, and reports them, may wait long for one host. */
const LOOK_LIMIT_MS = 10_000;

export interface Look<Facts> {
  /** What was last seen of it; null if nothing was since this agent started. */
  facts: Facts | null;
  /** Why that is not what holds now. */
  trouble: RemoteTrouble | null;
  /** Milliseconds since it was seen. */
  ageMs: number;
}

interface Seen<Facts> {
  facts: Facts;
  /** When the question was asked. */
  atMs: number;
}

/** Looks at all attempts of a host by one request. */
export class Monitor<Facts extends { attempt: string; cpuSeconds: number | null }> {
  private readonly followed = new Set<string>();
  private readonly seen = new Map<string, Seen<Facts>>();
  /** Nothing that was asked before this moment counts: the attempt was changed since. */
  private readonly changedAtMs = new Map<string, number>();
  private trouble: RemoteTrouble | null = null;
  private asking: Promise<void> | null = null;

  constructor(
    /** Asks the host; a RemoteTrouble if it does not answer. */
    private readonly askHost: (attempts: string[]) => Promise<Facts[]>,
    private readonly freshMs: number,
  ) {}

  /** What is known of an attempt, asked for if that is old; within a bounded time. */
  async look(attempt: string): Promise<Look<Facts>> {
    this.followed.add(attempt);
    const limit = new AbortController();
    const late = sleep(LOOK_LIMIT_MS, false, { signal: limit.signal }).catch(() => false);
    const fresh = await Promise.race([this.refresh(attempt), late]);
    limit.abort();
    const seen = this.seen.get(attempt);
    const silent = new RemoteTrouble("unreachable", "it has not answered yet");
    return {
      facts: seen?.facts ?? null,
      trouble: fresh ? null : (this.trouble ?? silent),
      ageMs: seen ? performance.now() - seen.atMs : 0,
    };
  }

  /** Latest CPU use; null if it is not known. */
  cpuSeconds(attempt: string): number | null {
    return this.seen.get(attempt)?.facts.cpuSeconds ?? null;
  }

  changed(attempt: string): void {
    this.changedAtMs.set(attempt, performance.now());
  }

  forget(attempt: string): void {
    this.followed.delete(attempt);
    this.seen.delete(attempt);
    this.changedAtMs.delete(attempt);
  }

  /** Joins the request under way; if that was asked too early for this attempt, one more. True if it was seen. */
  private async refresh(attempt: string): Promise<boolean> {
    const wantedAtMs = Math.max(performance.now() - this.freshMs, this.changedAtMs.get(attempt) ?? 0);
    const isSeen = () => (this.seen.get(attempt)?.atMs ?? -1) >= wantedAtMs;
    for (let tries = 0; tries < 2 && !isSeen(); tries++) {
      this.asking ??= this.ask().finally(() => {
        this.asking = null;
      });
      await this.asking;
    }
    return isSeen();
  }

  private async ask(): Promise<void> {
    const atMs = performance.now();
    try {
      for (const facts of await this.askHost([...this.followed])) {
        this.seen.set(facts.attempt, { facts, atMs });
      }
      this.trouble = null;
    } catch (error) {
      this.trouble =
        error instanceof RemoteTrouble ? error : new RemoteTrouble("failed", `its answer is wrong. ${error}`);
    }
  }
}

import type { Sql } from "postgres";
import { LIVE_CHANNEL, type LiveMessage, liveMessage } from "@/lib/contracts";
import { type Numbered, Ring } from "./ring";

/** Messages kept for clients that come back: minutes of a busy server. */
const RING_CAPACITY = 4_096;

export interface LiveSubscriber {
  onMessage(message: Numbered<LiveMessage>): void;
  /** Messages may have been lost; `number` is where the order goes on. */
  onReset(number: number): void;
}

function parse(payload: string): LiveMessage | null {
  try {
    const parsed = liveMessage.safeParse(JSON.parse(payload));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * One LISTEN connection of this process, fanned out to its clients. It begins with the first client and stays; after a
 * broken connection postgres.js listens again by itself, and all clients are told to fetch anew.
 */
export class LiveHub {
  /** Tells this process's numbers from another's, so that an id from before a restart is not taken for one of ours. */
  readonly epoch = `${Date.now().toString(36)}${process.pid.toString(36)}`;
  private readonly ring = new Ring<LiveMessage>(RING_CAPACITY);
  private readonly subscribers = new Set<LiveSubscriber>();
  private listening: Promise<unknown> | null = null;
  private connectedBefore = false;

  constructor(private readonly sql: Sql) {}

  get clients(): number {
    return this.subscribers.size;
  }

  /** Where this process's order is now. */
  get lastNumber(): number {
    return this.ring.lastNumber;
  }

  /** Resolves once messages are heard; a failure is forgotten, so that the next client tries again. */
  listen(): Promise<unknown> {
    this.listening ??= this.sql
      .listen(
        LIVE_CHANNEL,
        (payload) => this.heard(payload),
        () => this.connected(),
      )
      .catch((error: unknown) => {
        this.listening = null;
        throw error;
      });
    return this.listening;
  }

  private heard(payload: string): void {
    const message = parse(payload);
    if (!message) return;
    const numbered = this.ring.push(message);
    for (const subscriber of this.subscribers) subscriber.onMessage(numbered);
  }

  private connected(): void {
    if (this.connectedBefore) {
      this.ring.forget();
      for (const subscriber of this.subscribers) subscriber.onReset(this.ring.lastNumber);
    }
    this.connectedBefore = true;
  }

  /**
   * Adds a client and brings it up to date.
   * @param lastEventId what the client heard last, as `<epoch>-<number>`; null: it is new
   * @returns a function that removes it
   */
  subscribe(subscriber: LiveSubscriber, lastEventId: string | null): () => void {
    const missed = lastEventId === null ? [] : this.missedSince(lastEventId);
    if (missed === null) subscriber.onReset(this.ring.lastNumber);
    else for (const message of missed) subscriber.onMessage(message);
    this.subscribers.add(subscriber);
    return () => this.subscribers.delete(subscriber);
  }

  private missedSince(lastEventId: string): Numbered<LiveMessage>[] | null {
    const [epoch, number = ""] = lastEventId.split("-");
    return epoch === this.epoch && /^\d{1,15}$/.test(number) ? this.ring.after(Number(number)) : null;
  }
}

const kept = globalThis as typeof globalThis & { stepwellLive?: { sql: Sql; hub: LiveHub } };

/** The hub of this process; Next's reloads in development must not open a second connection. */
export function liveHub(sql: Sql): LiveHub {
  if (kept.stepwellLive?.sql !== sql) kept.stepwellLive = { sql, hub: new LiveHub(sql) };
  return kept.stepwellLive.hub;
}

import { setImmediate as turn } from "node:timers/promises";

/** Longest that one request computes before others get their turn, ms. */
const SLICE_MS = 12;

/** Lets the server do its other work between the parts of a long computation, and ends one that nobody waits for. */
export class Breather {
  private since = performance.now();

  constructor(private readonly signal?: AbortSignal) {}

  /** Call often: it returns at once unless enough time has passed. Throws the signal's reason once it is aborted. */
  async pause(): Promise<void> {
    this.signal?.throwIfAborted();
    if (performance.now() - this.since < SLICE_MS) return;
    await turn();
    this.signal?.throwIfAborted();
    this.since = performance.now();
  }
}

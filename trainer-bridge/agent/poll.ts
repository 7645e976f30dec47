import { setTimeout as sleep } from "node:timers/promises";

export interface PollOptions {
  everyMs: number;
  /** Gives up after this long; no limit if left out. */
  withinMs?: number;
  /** Gives up when aborted. */
  signal?: AbortSignal;
}

/** Asks until the answer is yes (true) or the time is up or the signal is aborted (false). Asks at least once. */
export async function pollUntil(
  ask: () => boolean | Promise<boolean>,
  { everyMs, withinMs = Number.POSITIVE_INFINITY, signal }: PollOptions,
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    if (await ask()) return true;
    const left = deadline - performance.now();
    if (left <= 0 || signal?.aborted) return false;
    await sleep(Math.min(everyMs, left), undefined, signal ? { signal } : {}).catch(() => {});
  }
}

import type { RetryPolicy } from "@/lib/contracts";
import { LONGEST_BACKOFF_MS } from "./lease-times";

export interface Crash {
  /** The launch's; `limit` is the job's own. */
  policy: RetryPolicy;
  /** Tries that were used up since progress was made, or a person asked. */
  used: number;
  /** The crashed attempt wrote a checkpoint beyond all earlier ones. */
  progressed: boolean;
}

export interface NextTry {
  /** Tries used up with this one. */
  used: number;
  waitMs: number;
}

/**
 * The next try after a crash, or null if there is none. The pause doubles with each try, up to an hour.
 *
 * The limit ends loops of crashes, so an attempt that got further than all before it begins the count anew: a training
 * of a week may crash once a day, and train steps being finite it still ends.
 */
export function nextTry({ policy: { limit, backoffSeconds }, used, progressed }: Crash): NextTry | null {
  const before = progressed ? 0 : used;
  if (before >= limit) return null;
  return { used: before + 1, waitMs: Math.min(LONGEST_BACKOFF_MS, backoffSeconds * 1000 * 2 ** before) };
}

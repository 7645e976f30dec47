import type { HeartbeatAnswer } from "../../lib/contracts";
import type { AttemptSet } from "./attempt-set";

/** A forgotten attempt's trainer was told to stop by the server's answers to its events as well. */
const FORGET_GRACE_MS = 5000;

/** Does what the server ordered for single attempts. Does not wait for it. */
export function obey({ orders }: HeartbeatAnswer, attempts: AttemptSet, graceMs: number): void {
  for (const { attemptId, order } of orders) {
    const attempt = attempts.get(attemptId);
    if (!attempt) continue;
    if (order === "forget") attempt.forget(Math.min(FORGET_GRACE_MS, graceMs));
    else if (!attempt.hasEnded) void attempt.stop(graceMs);
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { Backoff } from "./backoff";
import { lastLines, printable } from "./printable";
import { runProcess } from "./process-run";
import { type HeldAttempt, hasUnsentRecords } from "./run-directory";
import { attemptEnv, trainerCommand } from "./trainer-command";

/** The drain itself gives up after a minute; this bounds one that hangs. */
const TRY_LIMIT_MS = 180_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

export interface DrainOptions {
  python: string;
  /** The agent's own environment. */
  env: NodeJS.ProcessEnv;
  /** Ends the drain for good; what was sent stays sent. */
  signal: AbortSignal;
  /** Told why a try left something behind. */
  onLeft: (why: string) => void;
}

/** Sends what a dead trainer left in its spool, however long the server stays away. False if aborted before. */
export async function drainSpool(attempt: HeldAttempt, options: DrainOptions): Promise<boolean> {
  const backoff = new Backoff(FIRST_WAIT_MS, LONGEST_WAIT_MS);
  while (hasUnsentRecords(attempt.runDir)) {
    const why = await drainOnce(attempt, options);
    if (why === "") return true;
    if (options.signal.aborted) return false;
    options.onLeft(why);
    await sleep(backoff.next(), undefined, { signal: options.signal }).catch(() => {});
    if (options.signal.aborted) return false;
  }
  return true;
}

/** One `drain` of the trainer's package; empty if nothing is left, else why. */
async function drainOnce(attempt: HeldAttempt, { python, env, signal }: DrainOptions): Promise<string> {
  const command = trainerCommand(python, "drain", attempt.runDir);
  const ran = await runProcess(command, {
    env: attemptEnv(env, attempt.token, 1),
    limitMs: TRY_LIMIT_MS,
    signal,
  });
  // Its word alone is not enough: what was sent is gone from the spool.
  if (ran.exitCode === 0 && !hasUnsentRecords(attempt.runDir)) return "";
  const said = printable(Buffer.concat([ran.stderr, ran.stdout])).trim();
  return `drain ended with ${ran.exitCode ?? "a signal"}: ${lastLines(said, 500)}`;
}

import { existsSync } from "node:fs";
import { pollUntil } from "../../poll";
import type { SlurmConfig } from "./config";
import type { SlurmEngine } from "./engine";
import type { SlurmObserver } from "./observer";
import type { SlurmPlace } from "./place";

const FASTEST_POLL_MS = 500;
const SIGNAL_AGAIN_MS = 2000;
const KILL_LIMIT_MS = 20_000;
/** Slurm's own SIGTERM, its KillWait (30 s unless a site chose otherwise) and SIGKILL. */
const CANCEL_LIMIT_MS = 120_000;

interface Stop {
  graceMs: number;
  signal?: AbortSignal;
  config: SlurmConfig;
  engine: SlurmEngine;
  place: SlurmPlace;
  observer: SlurmObserver;
}

/** See Launcher.stop. Throws if Slurm cannot be brought to end it. */
export async function stopJob(runDir: string, stop: Stop): Promise<void> {
  const { graceMs, signal, config, engine, observer, place } = stop;
  if (!existsSync(runDir)) return place.abandon(runDir);
  if (place.known(runDir)) return;
  const { submission, claim } = await place.facts(runDir);
  if (claim === null && (await place.forbidStart(runDir))) {
    if (submission) await engine.cancel(submission.name);
    return;
  }
  const ended = () => observer.hasEnded(runDir);
  const everyMs = Math.min(config.pollMs, FASTEST_POLL_MS);
  if (!submission || (await ended())) return;
  await place.askToCancel(runDir);
  if (await endWaiting(runDir, submission.name, stop)) return;
  if (await pollUntil(ended, { everyMs, withinMs: graceMs, signal })) return;
  await engine.cancel(submission.name, "TERM");
  if (await pollUntil(ended, { everyMs, withinMs: config.termMs, signal })) return;
  const kill = repeatedly(SIGNAL_AGAIN_MS, () => engine.cancel(submission.name, "USR2"));
  if (await pollUntil(() => kill().then(ended), { everyMs, withinMs: KILL_LIMIT_MS })) return;
  await engine.cancel(submission.name);
  if (await pollUntil(ended, { everyMs, withinMs: CANCEL_LIMIT_MS + config.settleMs })) return;
  const { silent } = await place.facts(runDir);
  throw new Error(`Slurm does not end ${submission.name}. ${silent || engine.trouble}`);
}

/** A job that waits in the queue with its checkpoint written has nothing to be asked: true if it was one. */
async function endWaiting(runDir: string, name: string, { engine, place }: Stop): Promise<boolean> {
  const { claim, trainer, paused } = await place.facts(runDir);
  if (!paused || trainer || claim === null || claim === "never") return false;
  const job = (await engine.jobsNamed(name))?.find(({ id }) => id === claim.job);
  if (job?.state !== "PENDING") return false;
  await place.endLaunch(runDir, { checkpointed: true });
  await engine.cancel(name);
  return true;
}

/** At once, and then as often as it is called but not more often than every `everyMs`. */
function repeatedly(everyMs: number, act: () => Promise<void>): () => Promise<void> {
  let next = 0;
  return async () => {
    if (performance.now() < next) return;
    next = performance.now() + everyMs;
    await act();
  };
}

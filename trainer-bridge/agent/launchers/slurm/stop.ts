import { existsSync, writeFileSync } from "node:fs";
import { createExclusively } from "../../durable-file.mjs";
import { pollUntil } from "../../poll";
import { runFile } from "../../run-files";
import type { SlurmConfig } from "./config";
import type { SlurmEngine } from "./engine";
import type { SlurmObserver } from "./observer";
import { forbidStart, forgetLaunch, readFacts } from "./records";

const FASTEST_POLL_MS = 500;
const SIGNAL_AGAIN_MS = 2000;
const KILL_LIMIT_MS = 20_000;
/** Slurm's own SIGTERM, its KillWait (30 s unless a site chose otherwise) and SIGKILL. */
const CANCEL_LIMIT_MS = 120_000;
/** The trainer wrote its checkpoint before it went back into the queue. */
const CHECKPOINTED = { exitCode: 75, signal: null, error: "" };

interface Stop {
  graceMs: number;
  signal?: AbortSignal;
  config: SlurmConfig;
  engine: SlurmEngine;
  observer: SlurmObserver;
}

/** See Launcher.stop. Throws if Slurm cannot be brought to end it. */
export async function stopJob(runDir: string, stop: Stop): Promise<void> {
  const { graceMs, signal, config, engine, observer } = stop;
  if (!existsSync(runDir)) return; // the batch job ends what runs there
  const { submission, claim } = readFacts(runDir);
  if (claim === null && forbidStart(runDir)) {
    if (submission) await engine.cancel(submission.name);
    return;
  }
  const ended = async () => ["exited", "gone"].includes((await observer.observe(runDir)).state);
  const everyMs = Math.min(config.pollMs, FASTEST_POLL_MS);
  if (!submission || (await ended())) return;
  askToCancel(runDir);
  if (await endWaiting(runDir, submission.name, stop)) return;
  if (await pollUntil(ended, { everyMs, withinMs: graceMs, signal })) return;
  await engine.cancel(submission.name, "TERM");
  if (await pollUntil(ended, { everyMs, withinMs: config.termMs, signal })) return;
  const kill = repeatedly(SIGNAL_AGAIN_MS, () => engine.cancel(submission.name, "USR2"));
  if (await pollUntil(() => kill().then(ended), { everyMs, withinMs: KILL_LIMIT_MS })) return;
  await engine.cancel(submission.name);
  if (await pollUntil(ended, { everyMs, withinMs: CANCEL_LIMIT_MS + config.settleMs })) return;
  throw new Error(`Slurm does not end ${submission.name}. ${engine.trouble}`);
}

/** A job that waits in the queue with its checkpoint written has nothing to be asked: true if it was one. */
async function endWaiting(runDir: string, name: string, { engine }: Stop): Promise<boolean> {
  const { claim, trainer, paused } = readFacts(runDir);
  if (!paused || trainer || claim === null || claim === "never") return false;
  const job = (await engine.jobsNamed(name))?.find(({ id }) => id === claim.job);
  if (job?.state !== "PENDING") return false;
  const record = { ...CHECKPOINTED, at: new Date().toISOString() };
  createExclusively(runFile(runDir, "exit"), JSON.stringify(record));
  forgetLaunch(runDir);
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

/** A full disk must not keep anything running: then the signals alone have to do. */
function askToCancel(runDir: string): void {
  try {
    writeFileSync(runFile(runDir, "cancel"), "");
  } catch {
    // the signals follow
  }
}

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { runFile } from "./run-files";

/** CPU use below this share of one core counts as idle: threads that only wait for something use that much. */
const IDLE_CPU_SHARE = 0.02;

/** Signs of life at one moment. */
export interface ProgressSample {
  /** When it was taken, in milliseconds of any one clock. */
  atMs: number;
  /** Newest change of the trainer's files, in epoch milliseconds. */
  touchedAtMs: number;
  /** CPU seconds used so far; null where the engine cannot tell. */
  cpuSeconds: number | null;
}

/** Says for how long a trainer has shown no sign of life: no file of its run directory changed, no CPU time used. */
export class Watchdog {
  private last: ProgressSample | null = null;
  private aliveAtMs = 0;

  /** Milliseconds since the last sign of life, this sample included. */
  note(sample: ProgressSample): number {
    if (this.last === null || showsLife(this.last, sample)) this.aliveAtMs = sample.atMs;
    this.last = sample;
    return sample.atMs - this.aliveAtMs;
  }
}

function showsLife(before: ProgressSample, now: ProgressSample): boolean {
  if (now.touchedAtMs > before.touchedAtMs) return true;
  if (now.cpuSeconds === null || before.cpuSeconds === null) return false;
  const wallSeconds = (now.atMs - before.atMs) / 1000;
  return now.cpuSeconds - before.cpuSeconds > IDLE_CPU_SHARE * wallSeconds;
}

/** The newest change among a trainer's outputs and its spool, in epoch milliseconds; 0 if there is none. */
export function lastTouched(runDir: string): number {
  const files = [runFile(runDir, "stdout"), runFile(runDir, "stderr"), runFile(runDir, "heartbeat")];
  const spool = runFile(runDir, "spool");
  const spooled = namesIn(spool).map((name) => join(spool, name));
  return Math.max(0, ...[...files, ...spooled].map(changedAt));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nothing spooled yet
  }
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

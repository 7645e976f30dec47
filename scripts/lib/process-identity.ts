import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process as it can be recognised later: ids are reused, the start time tells two bearers apart. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

function fromProc(pid: number): string | null {
  try {
    // The command name may hold blanks and brackets: count the fields after its closing bracket.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function fromPs(pid: number): string | null {
  const asked = spawnSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  const said = asked.status === 0 ? asked.stdout.trim() : "";
  return said === "" || said.startsWith("Z") ? null : said.replace(/^\S+\s+/, "");
}

/** Start time of a live process in its system's own words, or null if there is none (or only a zombie). */
export function startTimeOf(pid: number): string | null {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

export function identify(pid: number): ProcessIdentity | null {
  const startedAt = startTimeOf(pid);
  return startedAt === null ? null : { pid, startedAt };
}

/** True if exactly this process is still there. */
export function isRunning(who: ProcessIdentity): boolean {
  return startTimeOf(who.pid) === who.startedAt;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // nobody left in that group
  }
}

/** Waits until a condition holds; false when the time is over. */
export async function waitFor(condition: () => boolean, limitMs: number, stepMs = 25): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() >= deadline) return false;
    await sleep(stepMs);
  }
  return true;
}

/**
 * Asks a group leader to end, waits, then kills what is left of its group.
 * @param graceMs how long it may take to end by itself
 */
export async function endGroup(who: ProcessIdentity, graceMs: number): Promise<void> {
  if (!isRunning(who)) return;
  process.kill(who.pid, "SIGTERM");
  await waitFor(() => !isRunning(who), graceMs);
  signalGroup(who.pid, "SIGKILL");
  await waitFor(() => !isRunning(who), 5_000);
}

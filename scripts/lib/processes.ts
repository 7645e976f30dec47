import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, type ProcessIdentity } from "@/trainer-bridge/agent/process-identity.mjs";

export { identify, isAlive, type ProcessIdentity } from "@/trainer-bridge/agent/process-identity.mjs";

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // nobody left in that group
  }
}

/** A group lives on in what its leader started. EPERM: somebody is there, of another account. */
function groupIsEmpty(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
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
  if (!isAlive(who)) return;
  process.kill(who.pid, "SIGTERM");
  await waitFor(() => !isAlive(who), graceMs);
  signalGroup(who.pid, "SIGKILL");
  await waitFor(() => !isAlive(who) && groupIsEmpty(who.pid), 5_000);
}

import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { identify, isAlive } from "./process-identity.mjs";

const identity = z.object({ pid: z.number().int().positive(), startTime: z.string() });

/** A lock file that holds its owner, so that one left by a killed process is recognised and removed. */
export async function lock(
  file: string,
  limitMs = 60_000,
  onWait: () => void = () => {},
): Promise<() => void> {
  const deadline = performance.now() + limitMs;
  while (!tryLock(file)) {
    onWait();
    if (performance.now() > deadline)
      throw new Error(`Another Stepwell holds ${file}; remove it if none is running.`);
    await sleep(100);
  }
  return () => rmSync(file, { force: true });
}

function tryLock(file: string): boolean {
  const me = identify(process.pid);
  try {
    const fd = openSync(file, "wx", 0o600);
    writeFileSync(fd, JSON.stringify(me));
    closeSync(fd);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (isAbandoned(file)) rmSync(file, { force: true });
    return false;
  }
}

function isAbandoned(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const holder = identity.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return holder.success && !isAlive(holder.data);
  } catch {
    return false; // being written this very moment
  }
}

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createExclusively } from "./durable-file.mjs";
import { identify, isAlive } from "./process-identity.mjs";
import { readRecord } from "./run-files";

const owner = z.strictObject({ pid: z.int().min(1), startTime: z.string() });

const lockFile = (dataDir: string) => join(dataDir, "agent.json");

/** Who holds a data folder, living or dead; null if nobody does. */
export function ownerOf(dataDir: string): z.infer<typeof owner> | null {
  return readRecord(lockFile(dataDir), owner);
}

/**
 * Makes this process the only agent of a data folder: two would adopt each other's trainers. The lock of an
 * agent that was killed does not count. Returns the function that gives it back; throws if another agent lives.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const path = lockFile(dataDir);
  const me = identify(process.pid);
  for (let tries = 0; tries < 3; tries++) {
    if (createExclusively(path, `${JSON.stringify(me)}\n`)) return () => rmSync(path, { force: true });
    const other = ownerOf(dataDir);
    if (other && isAlive(other)) {
      throw new Error(
        `${dataDir} belongs to an agent that is running (pid ${other.pid}). Stop it, or use another --data.`,
      );
    }
    rmSync(path, { force: true });
  }
  throw new Error(`${path} is taken again and again: another agent is starting at this moment.`);
}

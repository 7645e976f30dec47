import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { createExclusively } from "./durable-file.mjs";
import { identify, isAlive } from "./process-identity.mjs";
import { readRecord } from "./run-files";

/** How often a lock says that its holder lives, and after how much silence it is nobody's: login nodes share folders. */
const BEAT_MS = 15_000;
const SILENCE_MS = 90_000;

const owner = z.strictObject({
  pid: z.int().min(1),
  startTime: z.string(),
  /** The machine, on which alone the process can be looked for. Locks of older agents do not say it. */
  host: z.string().optional(),
});
type Owner = z.infer<typeof owner>;

const lockFile = (dataDir: string) => join(dataDir, "agent.json");

/** Who holds a data folder, living or dead; null if nobody does. */
export function ownerOf(dataDir: string): Owner | null {
  return readRecord(lockFile(dataDir), owner);
}

/** How long ago a file was written, by the clock of its own file system. */
function ageMs(path: string): number {
  const probe = `${path}.${hostname()}.${process.pid}.now`;
  try {
    writeFileSync(probe, "");
    return statSync(probe).mtimeMs - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  } finally {
    rmSync(probe, { force: true });
  }
}

/** Where a living owner runs, for people; null if it does not live. */
function livesAt(other: Owner, path: string): string | null {
  const elsewhere = other.host !== undefined && other.host !== hostname() ? other.host : null;
  const lives = elsewhere === null ? isAlive(other) : ageMs(path) < SILENCE_MS;
  if (!lives) return null;
  return elsewhere === null ? `pid ${other.pid}` : `pid ${other.pid} on ${elsewhere}`;
}

/** Writes the same text into the same file, which needs no room on a full disk, as long as it is ours. */
function beat(path: string, text: string): void {
  try {
    if (readFileSync(path, "utf8") !== text) return;
    const file = openSync(path, "r+");
    writeSync(file, text, 0);
    closeSync(file);
  } catch {
    // A file system that is away for a moment: the next beat may reach it.
  }
}

/**
 * Makes this process the only agent of a data folder: two would adopt each other's trainers. The lock of an
 * agent that was killed does not count; that of another machine's counts until it has been silent for a while.
 * Returns the function that gives it back; throws if another agent lives.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const path = lockFile(dataDir);
  const text = `${JSON.stringify({ ...identify(process.pid), host: hostname() })}\n`;
  for (let tries = 0; tries < 3; tries++) {
    if (createExclusively(path, text)) {
      const beats = setInterval(() => beat(path, text), BEAT_MS).unref();
      return () => {
        clearInterval(beats);
        rmSync(path, { force: true });
      };
    }
    const other = ownerOf(dataDir);
    const where = other && livesAt(other, path);
    if (where) {
      throw new Error(
        `${dataDir} belongs to an agent that is running (${where}). Stop it, or use another --data.`,
      );
    }
    rmSync(path, { force: true });
  }
  throw new Error(`${path} is taken again and again: another agent is starting at this moment.`);
}

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { attemptId, type JobSpec, jobSpec, type Lease } from "../../lib/contracts";
import { writeAtomic } from "./durable-file.mjs";
import { readRecord, runFile } from "./run-files";

/** An attempt that this host owns, as its run directory tells. */
export interface HeldAttempt {
  attemptId: string;
  runDir: string;
  spec: JobSpec;
  /** The attempt's own token; it goes to the trainer by its environment only. */
  token: string;
}

const attemptsDir = (dataDir: string) => join(dataDir, "attempts");

/** DATA_DIR/attempts/<attemptId>: the id's shape was checked, so it cannot lead anywhere else. */
export function runDirOf(dataDir: string, id: string): string {
  return join(attemptsDir(dataDir), attemptId.parse(id));
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, resolve(path));
  return isAbsolute(path) && way !== "" && !way.startsWith("..") && !isAbsolute(way);
}

/**
 * Writes the run directory of a lease. `serverUrl` is the address that works from this host, whatever the server
 * calls itself. job.json comes last: a directory without it was never complete. Throws if the disk refuses or
 * the job wants to write outside `dataDir`.
 */
export function prepareRunDir(dataDir: string, lease: Lease, serverUrl: string): HeldAttempt {
  if (!isInside(dataDir, lease.spec.outputDir)) {
    throw new Error(`outputDir ${lease.spec.outputDir} is not inside this agent's folder ${dataDir}`);
  }
  const runDir = runDirOf(dataDir, lease.attemptId);
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  mkdirSync(lease.spec.outputDir, { recursive: true });
  const spec: JobSpec = { ...lease.spec, serverUrl };
  writeAtomic(runFile(runDir, "token"), lease.token, 0o600);
  if (lease.resumeFrom)
    writeAtomic(runFile(runDir, "resumeFrom"), `${JSON.stringify(lease.resumeFrom, null, 1)}\n`);
  writeAtomic(runFile(runDir, "job"), `${JSON.stringify(spec, null, 1)}\n`);
  return { attemptId: lease.attemptId, runDir, spec, token: lease.token };
}

/**
 * Finds the attempts that are not closed, oldest first by id; used when an agent starts. `unreadable` is told of
 * directories that cannot be understood; they are left alone.
 */
export function findHeldAttempts(
  dataDir: string,
  serverUrl: string,
  unreadable: (runDir: string, why: string) => void,
): HeldAttempt[] {
  mkdirSync(attemptsDir(dataDir), { recursive: true, mode: 0o700 });
  return readdirSync(attemptsDir(dataDir))
    .sort()
    .flatMap((name) => {
      const runDir = join(attemptsDir(dataDir), name);
      if (!attemptId.safeParse(name).success || existsSync(runFile(runDir, "closed"))) return [];
      if (!existsSync(runFile(runDir, "job"))) return [];
      try {
        return [readHeld(runDir, name, serverUrl)];
      } catch (error) {
        unreadable(runDir, error instanceof Error ? error.message : String(error));
        return [];
      }
    });
}

function readHeld(runDir: string, id: string, serverUrl: string): HeldAttempt {
  const spec = readRecord(runFile(runDir, "job"), jobSpec);
  if (!spec || spec.attemptId !== id) throw new Error("job.json belongs to another attempt");
  const token = readFileSync(runFile(runDir, "token"), "utf8");
  if (spec.serverUrl === serverUrl) return { attemptId: id, runDir, spec, token };
  // The server moved: whoever sends the spool later must find it.
  const moved: JobSpec = { ...spec, serverUrl };
  writeAtomic(runFile(runDir, "job"), `${JSON.stringify(moved, null, 1)}\n`);
  return { attemptId: id, runDir, spec: moved, token };
}

/** The server knows how this attempt ended: it is no longer looked at, and its token is destroyed. */
export function closeRunDir(runDir: string, why: string): void {
  if (!existsSync(runDir)) return;
  writeAtomic(runFile(runDir, "closed"), `${JSON.stringify({ why, at: new Date().toISOString() })}\n`);
  rmSync(runFile(runDir, "token"), { force: true });
}

/** Whether the spool may hold records that the server has not acknowledged. */
export function hasUnsentRecords(runDir: string): boolean {
  try {
    return readdirSync(runFile(runDir, "spool")).some((name) => name.endsWith(".jsonl"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

import { existsSync } from "node:fs";
import { z } from "zod";
import { isGroupAlive, membersOf } from "../process-group";
import { isAlive } from "../process-identity.mjs";
import { readRecord, runFile } from "../run-files";

const identity = z.strictObject({ pid: z.int().min(1), startTime: z.string() });
/** The supervisor, or the mark of a run directory that was stopped before anything started in it. */
const claimRecord = z.union([identity, z.strictObject({ neverStarted: z.literal(true) })]);
export const NEVER_STARTED = JSON.stringify({ neverStarted: true });
const exitRecord = z.strictObject({
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  error: z.string(),
  at: z.string(),
});
export type ExitRecord = z.infer<typeof exitRecord>;

/** What the files of a run directory and the process table say together. */
export interface LocalFacts {
  /** Whether there is a run directory at all. */
  present: boolean;
  /** Whether the one slot to start in this directory is taken. */
  claimed: boolean;
  supervisor: { pid: number; alive: boolean } | null;
  /** Its pid is also the number of its process group. */
  trainer: { pid: number; alive: boolean } | null;
  exit: ExitRecord | null;
}

/** Reads them. The exit record is read last: a supervisor that is seen dead has written it before. */
export function readFacts(runDir: string): LocalFacts {
  const claim = readRecord(runFile(runDir, "supervisor"), claimRecord);
  const supervisor = claim && "pid" in claim ? { pid: claim.pid, alive: isAlive(claim) } : null;
  const trainer = readRecord(runFile(runDir, "trainer"), identity);
  return {
    present: existsSync(runDir),
    claimed: claim !== null,
    supervisor,
    trainer: trainer && { pid: trainer.pid, alive: isAlive(trainer) },
    exit: readRecord(runFile(runDir, "exit"), exitRecord),
  };
}

/**
 * Whether anything of the trainer's process group lives. While a member lives the kernel gives the number to
 * nobody else, so a leader with another start time means that our group had ended before.
 */
export function groupLives({ trainer }: LocalFacts): boolean {
  if (!trainer) return false;
  if (trainer.alive) return true;
  return !leaderWasReplaced(trainer.pid) && isGroupAlive(trainer.pid);
}

function leaderWasReplaced(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return membersOf(pid).some((member) => member.pid === pid);
}

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createExclusively } from "../../durable-file.mjs";
import { readRecord, runFile } from "../../run-files";
import { NEVER_STARTED } from "../local-records";

/** Names inside a run directory that only this launcher knows. */
const SLURM_FILES = {
  submission: "slurm.json",
  launch: "launch.json",
  paused: "paused.json",
  usage: "usage",
} as const;

/** Path of one of the files above. */
export function slurmFile(runDir: string, file: keyof typeof SLURM_FILES): string {
  return join(runDir, SLURM_FILES[file]);
}

/** What was, or is about to be, submitted: written before sbatch runs, and again with the id that it gave. */
const submission = z.strictObject({ name: z.string(), jobId: z.string().nullable(), at: z.iso.datetime() });
export type Submission = z.infer<typeof submission>;

/** The batch job that owns the run directory, or the mark of one in which nothing may start any more. */
const claim = z.union([
  z.strictObject({ slurmJob: z.string() }),
  z.strictObject({ neverStarted: z.literal(true) }),
]);
const trainer = z.strictObject({ pid: z.int().min(1), host: z.string(), start: z.int().min(0) });
const paused = z.strictObject({ start: z.int().min(0) });
const exit = z.strictObject({
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  error: z.string(),
  at: z.string(),
  /** The trainer was taken away without a checkpoint: nobody knows how far it came. */
  lost: z.literal(true).optional(),
});

/** What the files of a run directory say. */
export interface SlurmFacts {
  present: boolean;
  submission: Submission | null;
  claim: { job: string } | "never" | null;
  trainer: z.infer<typeof trainer> | null;
  /** It wrote its checkpoint and went back into Slurm's queue at least once. */
  paused: boolean;
  exit: z.infer<typeof exit> | null;
}

/** Reads them; the exit record last, for it is written last. */
export function readFacts(runDir: string): SlurmFacts {
  const claimed = readRecord(runFile(runDir, "supervisor"), claim);
  return {
    present: existsSync(runDir),
    submission: readRecord(slurmFile(runDir, "submission"), submission),
    claim: claimed && ("slurmJob" in claimed ? { job: claimed.slurmJob } : "never"),
    trainer: readRecord(runFile(runDir, "trainer"), trainer),
    paused: readRecord(slurmFile(runDir, "paused"), paused) !== null,
    exit: readRecord(runFile(runDir, "exit"), exit),
  };
}

/** Takes the one slot to start in this directory so that no batch job can; false if one has it already. */
export function forbidStart(runDir: string): boolean {
  if (!createExclusively(runFile(runDir, "supervisor"), NEVER_STARTED)) return false;
  forgetLaunch(runDir);
  return true;
}

/** Removes the trainer's environment, and with it its token. */
export function forgetLaunch(runDir: string): void {
  rmSync(slurmFile(runDir, "launch"), { force: true });
}

/** CPU seconds of the trainer, as the compute node noted them last. */
export function notedCpuSeconds(runDir: string): number | null {
  try {
    const seconds = Number.parseFloat(readFileSync(slurmFile(runDir, "usage"), "ascii"));
    return Number.isFinite(seconds) ? seconds : null;
  } catch {
    return null; // not noted yet
  }
}

import { join } from "node:path";
import { z } from "zod";
import { readRecord, runFile } from "../../run-files";

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
const submission = z.strictObject({
  name: z.string(),
  jobId: z.string().nullable(),
  at: z.iso.datetime(),
  /** The cluster's login node if that is another machine, and the folder there. */
  place: z.string().optional(),
});
export type Submission = z.infer<typeof submission>;

export const readSubmission = (runDir: string) => readRecord(slurmFile(runDir, "submission"), submission);

/** The records of a run directory, as slurm_job.py and this launcher write them. */
export const slurmRecords = {
  /** The batch job that owns the run directory, or the mark of one in which nothing may start any more. */
  claim: z.union([
    z.strictObject({ slurmJob: z.string() }),
    z.strictObject({ neverStarted: z.literal(true) }),
  ]),
  trainer: z.strictObject({ pid: z.int().min(1), host: z.string(), start: z.int().min(0) }),
  paused: z.strictObject({ start: z.int().min(0) }),
  exit: z.strictObject({
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
    error: z.string(),
    at: z.string(),
    /** The trainer was taken away without a checkpoint: nobody knows how far it came. */
    lost: z.literal(true).optional(),
  }),
};

/** What the files of a run directory say. */
export interface SlurmFacts {
  present: boolean;
  submission: Submission | null;
  claim: { job: string } | "never" | null;
  trainer: z.infer<typeof slurmRecords.trainer> | null;
  /** It wrote its checkpoint and went back into Slurm's queue at least once. */
  paused: boolean;
  exit: z.infer<typeof slurmRecords.exit> | null;
  /** Why the files could not be read now, so that this is what they said before; empty if they were. */
  silent: string;
}

/** A claim in the words of the launcher. */
export function claimOf(claimed: z.infer<typeof slurmRecords.claim> | null): SlurmFacts["claim"] {
  return claimed && ("slurmJob" in claimed ? { job: claimed.slurmJob } : "never");
}

/** Reads those that the batch job writes; the exit record last, for it is written last. */
export function readRecords(runDir: string): Pick<SlurmFacts, "claim" | "trainer" | "paused" | "exit"> {
  return {
    claim: claimOf(readRecord(runFile(runDir, "supervisor"), slurmRecords.claim)),
    trainer: readRecord(runFile(runDir, "trainer"), slurmRecords.trainer),
    paused: readRecord(slurmFile(runDir, "paused"), slurmRecords.paused) !== null,
    exit: readRecord(runFile(runDir, "exit"), slurmRecords.exit),
  };
}

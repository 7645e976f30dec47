import type { Command, LauncherObservation, LogChunk, LogPosition } from "../types";
import type { SlurmChannel } from "./engine";
import type { SlurmFacts, Submission } from "./records";

/** What a batch job is to start. */
export interface BatchLaunch {
  command: Command;
  env: NodeJS.ProcessEnv;
  /** Whether it goes on in the same attempt after a checkpoint that Slurm forced. */
  requeue: boolean;
  submission: Submission;
}

/**
 * Where Slurm's tools run and where the run directories of its jobs lie: this machine, or the other end of a
 * connection. What was submitted (slurm.json) stands in the agent's own run directory in either case.
 */
export interface SlurmPlace {
  /** Runs one of Slurm's tools there. */
  readonly channel: SlurmChannel;
  /** Where it is, to tell whether a submission was meant for another one; undefined = this machine. */
  readonly address?: string;
  /** The end of an attempt that needs no more looks; null if there are more to come. */
  known(runDir: string): LauncherObservation | null;
  /** What the files of an attempt say, or said when they were last seen. */
  facts(runDir: string): Promise<SlurmFacts>;
  /** Writes what the batch job needs. Answers with the folder and the batch script as Slurm is to be told them. */
  layOut(runDir: string, launch: BatchLaunch): Promise<{ runDir: string; script: string }>;
  /** Takes the one slot to start in this directory so that no batch job can; false if one has it already. */
  forbidStart(runDir: string): Promise<boolean>;
  /** Asks the trainer for a checkpoint and its end. A full disk is no error: the signals follow. */
  askToCancel(runDir: string): Promise<void>;
  /** Forgets what was to be launched, and its token; `checkpointed` also records the end of one that waits with it. */
  endLaunch(runDir: string, how: { checkpointed: boolean }): Promise<void>;
  /** What the batch script wrote, such as a Python that is not there. */
  lastWords(runDir: string): Promise<string>;
  /** Tells an end once all that it left is on this machine. */
  settle(runDir: string, end: LauncherObservation): Promise<LauncherObservation>;
  /** Ends what runs for a run directory that somebody removed. */
  abandon(runDir: string): Promise<void>;
  logs(runDir: string, from: LogPosition): Promise<LogChunk>;
  cpuSeconds(runDir: string): Promise<number | null>;
}

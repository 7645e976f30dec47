import { randomBytes } from "node:crypto";
import { createExclusively, writeAtomic } from "../../durable-file.mjs";
import { assetPath } from "../assets";
import { pythonProgram } from "../supervision/program";
import type { Command } from "../types";
import type { SlurmConfig } from "./config";
import type { SlurmEngine } from "./engine";
import type { SlurmObserver } from "./observer";
import { forbidStart, readFacts, type SlurmFacts, type Submission, slurmFile } from "./records";
import { jobName, programIn, sbatchArgs, trainerEnvironment } from "./sbatch";

/** After a controller that did not answer. */
const RETRY_MS = 10_000;

/** Starts in one run directory come one after the other, whichever launcher of this process they go through. */
const turns = new Map<string, Promise<void>>();

/**
 * Submits run directories. The intent, with a job name that nothing else has, is on the disk before sbatch runs:
 * after a crash in between the job is found by that name. Should a submission nevertheless happen twice, the jobs
 * settle it: the first to claim the run directory runs, the other ends without starting anything.
 */
export class Starter {
  private readonly notBeforeMs = new Map<string, number>();

  constructor(
    private readonly engine: SlurmEngine,
    private readonly config: SlurmConfig,
    private readonly observer: SlurmObserver,
  ) {}

  /** Returns without a submission if Slurm cannot be reached now: it is unstarted then, and may be tried again. */
  async start(runDir: string, command: Command, env: NodeJS.ProcessEnv): Promise<void> {
    const before = turns.get(runDir) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(() => this.startOnce(runDir, command, env));
    turns.set(runDir, turn);
    try {
      await turn;
    } finally {
      if (turns.get(runDir) === turn) turns.delete(runDir);
    }
  }

  private async startOnce(runDir: string, command: Command, env: NodeJS.ProcessEnv): Promise<void> {
    const facts = readFacts(runDir);
    if (facts.claim !== null || facts.exit || facts.submission?.jobId) return;
    if (performance.now() < (this.notBeforeMs.get(runDir) ?? 0)) return;
    const submission = this.prepare(runDir, facts, command, env);
    const jobId = facts.submission ? await this.find(submission.name) : null;
    if (jobId === "unknown") return this.postpone(runDir, this.engine.trouble);
    if (jobId !== null) return this.record(runDir, { ...submission, jobId });
    await this.submit(runDir, submission);
  }

  private prepare(runDir: string, facts: SlurmFacts, command: Command, env: NodeJS.ProcessEnv): Submission {
    const { program, args } = command;
    const launch = { program, args, env: trainerEnvironment(env), requeue: this.config.requeue };
    writeAtomic(slurmFile(runDir, "launch"), JSON.stringify(launch), 0o600);
    writeAtomic(programIn(runDir), pythonProgram("slurm_job"));
    if (facts.submission) return facts.submission;
    const name = jobName(runDir, randomBytes(4).toString("hex"));
    const submission: Submission = { name, jobId: null, at: new Date().toISOString() };
    if (createExclusively(slurmFile(runDir, "submission"), JSON.stringify(submission))) return submission;
    throw new Error(`another agent submits ${runDir}`);
  }

  /** The job of an earlier submission of which only the intent is on record. */
  private async find(name: string): Promise<string | null> {
    const jobs = await this.engine.jobsNamed(name);
    return jobs === null ? "unknown" : (jobs.at(-1)?.id ?? null);
  }

  private async submit(runDir: string, submission: Submission): Promise<void> {
    const args = sbatchArgs(this.config, {
      name: submission.name,
      runDir,
      script: assetPath("slurm/batch.sh"),
    });
    const answer = await this.engine.submit(args);
    if (answer.outcome === "submitted") return this.record(runDir, { ...submission, jobId: answer.jobId });
    if (answer.outcome === "later") return this.postpone(runDir, answer.why);
    if (!forbidStart(runDir)) return;
    throw new Error(`Slurm refuses the job. ${answer.why}`);
  }

  private async record(runDir: string, submission: Submission): Promise<void> {
    this.observer.submitTrouble.delete(runDir);
    try {
      writeAtomic(slurmFile(runDir, "submission"), JSON.stringify(submission));
    } catch (error) {
      // The attempt will be reported as not started: then nothing of it may run.
      await this.engine.cancel(submission.name);
      throw error;
    }
  }

  private postpone(runDir: string, why: string): void {
    this.observer.submitTrouble.set(runDir, why);
    this.notBeforeMs.set(runDir, performance.now() + RETRY_MS);
  }
}

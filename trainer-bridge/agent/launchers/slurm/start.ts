import { randomBytes } from "node:crypto";
import { createExclusively, writeAtomic } from "../../durable-file.mjs";
import { RemoteTrouble } from "../ssh/channel";
import type { Command } from "../types";
import { type SlurmConfig, type SlurmJobOptions, slurmJob } from "./config";
import type { SlurmEngine } from "./engine";
import type { SlurmObserver } from "./observer";
import type { SlurmPlace } from "./place";
import { readSubmission, type Submission, slurmFile } from "./records";
import { jobName, sbatchArgs } from "./sbatch";

/** After a controller or a login node that did not answer. */
const RETRY_MS = 10_000;

/** Starts in one run directory come one after the other, whichever launcher of this process they go through. */
const turns = new Map<string, Promise<void>>();

/** What to start, and what the launch says otherwise than the host. */
interface Asked {
  command: Command;
  env: NodeJS.ProcessEnv;
  options: SlurmJobOptions;
}

/**
 * Submits run directories. The intent, with a job name that nothing else has, is on the disk before sbatch runs:
 * after a crash in between the job is found by that name. Should a submission nevertheless happen twice, the jobs
 * settle it: the first to claim the run directory runs, the other ends without starting anything.
 */
export class Starter {
  private readonly notBeforeMs = new Map<string, number>();

  constructor(
    private readonly engine: SlurmEngine,
    private readonly place: SlurmPlace,
    private readonly config: SlurmConfig,
    private readonly observer: SlurmObserver,
  ) {}

  /** Returns without a submission if Slurm cannot be reached now: it is unstarted then, and may be tried again. */
  async start(runDir: string, asked: Asked): Promise<void> {
    const before = turns.get(runDir) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(() => this.startOnce(runDir, asked));
    turns.set(runDir, turn);
    try {
      await turn;
    } finally {
      if (turns.get(runDir) === turn) turns.delete(runDir);
    }
  }

  private async startOnce(runDir: string, { command, env, options }: Asked): Promise<void> {
    if (this.place.known(runDir) || readSubmission(runDir)?.jobId) return;
    if (performance.now() < (this.notBeforeMs.get(runDir) ?? 0)) return;
    const intended = readSubmission(runDir) !== null;
    const submission = readSubmission(runDir) ?? this.intend(runDir);
    const facts = await this.place.facts(runDir);
    if (facts.claim !== null || facts.exit) return;
    // A first try hears from `layOut` whether the place is away for now or refuses us for good.
    if (intended && facts.silent !== "") return this.postpone(runDir, facts.silent);
    const config = slurmJob(this.config, options);
    try {
      const laidOut = await this.place.layOut(runDir, { command, env, requeue: config.requeue, submission });
      const jobId = intended ? await this.find(submission.name) : null;
      if (jobId === "unknown") this.postpone(runDir, this.engine.trouble);
      else if (jobId !== null) await this.record(runDir, { ...submission, jobId });
      else await this.submit(runDir, submission, sbatchArgs(config, { name: submission.name, ...laidOut }));
    } catch (error) {
      if (!(error instanceof RemoteTrouble) || error.kind !== "unreachable") throw error;
      this.postpone(runDir, error.message);
    }
  }

  /** Whoever stops a run directory looks for this record after taking its slot, and we for the slot after this. */
  private intend(runDir: string): Submission {
    const { address } = this.place;
    const submission: Submission = {
      name: jobName(runDir, randomBytes(4).toString("hex")),
      jobId: null,
      at: new Date().toISOString(),
      ...(address !== undefined && { place: address }),
    };
    if (createExclusively(slurmFile(runDir, "submission"), JSON.stringify(submission))) return submission;
    throw new Error(`another agent submits ${runDir}`);
  }

  /** The job of an earlier submission of which only the intent is on record. */
  private async find(name: string): Promise<string | null> {
    const jobs = await this.engine.jobsNamed(name);
    return jobs === null ? "unknown" : (jobs.at(-1)?.id ?? null);
  }

  private async submit(runDir: string, submission: Submission, args: string[]): Promise<void> {
    const answer = await this.engine.submit(args);
    if (answer.outcome === "submitted") return this.record(runDir, { ...submission, jobId: answer.jobId });
    if (answer.outcome === "later") return this.postpone(runDir, answer.why);
    if (!(await this.place.forbidStart(runDir))) return;
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

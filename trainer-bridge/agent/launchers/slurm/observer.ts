import { existsSync, readFileSync } from "node:fs";
import { runFile } from "../../run-files";
import type { LauncherObservation } from "../types";
import type { SlurmConfig } from "./config";
import type { SlurmEngine } from "./engine";
import { conclusion, type EngineWord, isSettled, jobIdOf, type Look, look, settledObservation } from "./look";
import { forbidStart, forgetLaunch, readFacts, type SlurmFacts } from "./records";

/** Looks at run directories, with Slurm's word on those whose end is not on record. */
export class SlurmObserver {
  /** Since when Slurm says that a job has ended of which there is no record yet. */
  private readonly endedAtMs = new Map<string, number>();
  private readonly concluded = new Map<string, LauncherObservation>();
  /** Why a run directory could not be submitted yet. */
  readonly submitTrouble = new Map<string, string>();

  constructor(
    private readonly engine: SlurmEngine,
    private readonly config: SlurmConfig,
  ) {}

  async observe(runDir: string): Promise<LauncherObservation> {
    const known = this.concluded.get(runDir);
    if (known && existsSync(runDir)) return known;
    const facts = readFacts(runDir);
    if (isSettled(facts)) return settledObservation(facts);
    const seen = await this.lookAt(runDir, facts);
    if (!seen.ended) {
      this.endedAtMs.delete(runDir);
      return seen.observation;
    }
    const since = this.endedAtMs.get(runDir) ?? performance.now();
    this.endedAtMs.set(runDir, since);
    if (performance.now() - since < this.config.settleMs) return seen.observation;
    return this.conclude(runDir);
  }

  private async lookAt(runDir: string, facts: SlurmFacts): Promise<Look> {
    const word = await this.ask(facts);
    const trouble = word === "silent" ? this.engine.trouble : (this.submitTrouble.get(runDir) ?? "");
    return look(facts, word, trouble.slice(0, 120));
  }

  private async ask(facts: SlurmFacts): Promise<EngineWord> {
    const jobId = jobIdOf(facts);
    if (jobId === null || !facts.submission) return null;
    const jobs = await this.engine.jobsNamed(facts.submission.name);
    return jobs === null ? "silent" : (jobs.find(({ id }) => id === jobId) ?? null);
  }

  /** It ended without a record: nothing of it may start any more, whatever Slurm does with it later. */
  private async conclude(runDir: string): Promise<LauncherObservation> {
    const facts = readFacts(runDir);
    const jobId = jobIdOf(facts);
    if (isSettled(facts) || !facts.submission || jobId === null) return this.observe(runDir);
    const { name, at } = facts.submission;
    const end = await this.engine.endOf({ id: jobId, name, since: at });
    if (facts.claim === null && !forbidStart(runDir)) return this.observe(runDir);
    forgetLaunch(runDir);
    await this.engine.cancel(name);
    const found = conclusion(facts, end, lastWords(runDir));
    this.concluded.set(runDir, found);
    return found;
  }
}

/** What the batch script wrote, such as a Python that is not there. */
function lastWords(runDir: string): string {
  try {
    return readFileSync(runFile(runDir, "supervisorLog"), "utf8").slice(-2000).trim();
  } catch {
    return "";
  }
}

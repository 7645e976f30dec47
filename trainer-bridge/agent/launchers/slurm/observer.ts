import { existsSync } from "node:fs";
import type { LauncherObservation } from "../types";
import type { SlurmConfig } from "./config";
import type { SlurmEngine } from "./engine";
import { conclusion, type EngineWord, isSettled, jobIdOf, type Look, look, settledObservation } from "./look";
import type { SlurmPlace } from "./place";
import type { SlurmFacts } from "./records";

const hasEnd = ({ state }: LauncherObservation) => state === "exited" || state === "gone";

/** Looks at run directories, with Slurm's word on those whose end is not on record. */
export class SlurmObserver {
  /** Since when Slurm says that a job has ended of which there is no record yet. */
  private readonly endedAtMs = new Map<string, number>();
  private readonly concluded = new Map<string, LauncherObservation>();
  /** Why a run directory could not be submitted yet. */
  readonly submitTrouble = new Map<string, string>();

  constructor(
    private readonly engine: SlurmEngine,
    private readonly place: SlurmPlace,
    private readonly config: SlurmConfig,
  ) {}

  /** An end is told once what it left is on this machine. */
  async observe(runDir: string): Promise<LauncherObservation> {
    if (!existsSync(runDir)) await this.place.abandon(runDir);
    const seen = await this.see(runDir);
    return hasEnd(seen) ? this.place.settle(runDir, seen) : seen;
  }

  /** Whether nothing of it runs any more. */
  async hasEnded(runDir: string): Promise<boolean> {
    return hasEnd(await this.see(runDir));
  }

  private async see(runDir: string): Promise<LauncherObservation> {
    const known = this.place.known(runDir) ?? this.concluded.get(runDir);
    if (known && existsSync(runDir)) return known;
    const facts = await this.place.facts(runDir);
    if (isSettled(facts)) return settledObservation(facts);
    const seen = await this.lookAt(runDir, facts);
    if (!seen.ended) {
      this.endedAtMs.delete(runDir);
      return seen.observation;
    }
    const since = this.endedAtMs.get(runDir) ?? performance.now();
    this.endedAtMs.set(runDir, since);
    if (performance.now() - since < this.config.settleMs) return seen.observation;
    return this.conclude(runDir, seen.observation);
  }

  private async lookAt(runDir: string, facts: SlurmFacts): Promise<Look> {
    const word = await this.ask(facts);
    const trouble = word === "silent" ? this.engine.trouble : (this.submitTrouble.get(runDir) ?? "");
    return look(facts, word, trouble.slice(0, 120));
  }

  private async ask(facts: SlurmFacts): Promise<EngineWord> {
    const jobId = jobIdOf(facts);
    if (jobId === null || !facts.submission || facts.silent !== "") return null;
    const jobs = await this.engine.jobsNamed(facts.submission.name);
    return jobs === null ? "silent" : (jobs.find(({ id }) => id === jobId) ?? null);
  }

  /** It ended without a record: nothing of it may start any more, whatever Slurm does with it later. */
  private async conclude(runDir: string, before: LauncherObservation): Promise<LauncherObservation> {
    const facts = await this.place.facts(runDir);
    const jobId = jobIdOf(facts);
    if (facts.silent !== "") return before;
    if (isSettled(facts) || !facts.submission || jobId === null) return this.see(runDir);
    const { name, at } = facts.submission;
    const end = await this.engine.endOf({ id: jobId, name, since: at });
    if (facts.claim === null && !(await this.place.forbidStart(runDir))) return this.see(runDir);
    await this.place.endLaunch(runDir, { checkpointed: false });
    await this.engine.cancel(name);
    const found = conclusion(facts, end, await this.place.lastWords(runDir));
    this.concluded.set(runDir, found);
    return found;
  }
}

import { existsSync, writeFileSync } from "node:fs";
import type { LaunchOptions } from "../../../lib/contracts";
import { RAY } from "../../../lib/contracts/launchers/ray";
import { createExclusively } from "../durable-file.mjs";
import { pollUntil } from "../poll";
import { signalGroup } from "../process-group";
import { runFile } from "../run-files";
import { trainerEnv } from "../trainer-command";
import { jobOptions } from "./job-options";
import { groupLives, NEVER_STARTED, readFacts } from "./local-records";
import { readLogs } from "./raw-logs";
import { checkOnRay } from "./ray/check-trainer";
import { clusterFacts } from "./ray/cluster-facts";
import { type RayConfig, rayConfig, rayJob } from "./ray/config";
import {
  dropEnvironment,
  intendedConfig,
  isIntended,
  orderTermination,
  readBeat,
  readNode,
  submissionIdOf,
  submissionOf,
  writeIntent,
} from "./ray/files";
import { RayAway, RayJobs, RayRefusal } from "./ray/jobs";
import {
  afterStart,
  askRay,
  certain,
  Pulse,
  type RayWord,
  recordNotStarted,
  settleUnstarted,
  starting,
} from "./ray/observe";
import { withServerAddress } from "./server-address";
import type { Command, Launcher, LauncherDefinition, LauncherObservation } from "./types";

const STOP_POLL_MS = 100;
const KILL_LIMIT_MS = 20_000;

/**
 * Jobs on a Ray cluster, through its Jobs REST API. The run directories lie on a file system that the nodes share;
 * ray_supervisor.py runs there, starts the trainer once and records its end. Ray's word is shown and believed only
 * where the run directory says nothing.
 */
export const rayLauncher: LauncherDefinition<typeof rayConfig> = {
  name: "ray",
  title: "Ray cluster",
  configSchema: rayConfig,
  open: (config) => new RayLauncher(config),
};

class RayLauncher implements Launcher {
  readonly pollMs: number;
  /** Only where Ray's Python runs the trainer: the agent's own is asked on this machine. */
  readonly checkTrainer?: Launcher["checkTrainer"];
  private readonly jobs: RayJobs;
  private readonly pulse = new Pulse(() => performance.now());

  constructor(private readonly config: RayConfig) {
    this.pollMs = config.pollMs;
    this.jobs = new RayJobs(config);
    if (config.python !== "ray") return;
    const pythonPath = trainerEnv(process.env).PYTHONPATH;
    this.checkTrainer = (signal) => checkOnRay(this.jobs, config, { pythonPath, signal });
  }

  /** Writes down what to start, then hands it in. A Ray that is away gets it later, from `observe`. */
  async start(
    runDir: string,
    command: Command,
    env: NodeJS.ProcessEnv,
    launch: LaunchOptions = {},
  ): Promise<void> {
    const config = rayJob(this.config, jobOptions(RAY, launch));
    if (readFacts(runDir).claimed) return;
    if (!isIntended(runDir)) writeIntent(runDir, command, withServerAddress(env, config.serverUrl), config);
    await this.submit(runDir);
  }

  async observe(runDir: string): Promise<LauncherObservation> {
    const known = certain(runDir, readFacts(runDir));
    if (known) {
      this.pulse.forget(runDir);
      return known;
    }
    const word = await askRay(this.jobs, runDir);
    // Read after Ray's word: what ended meanwhile has left its record.
    const facts = readFacts(runDir);
    const settled = certain(runDir, facts);
    if (settled) return settled;
    if (facts.claimed) {
      const silence = { ms: this.pulse.silentMs(runDir), limitMs: this.config.silenceMs };
      return afterStart(runDir, facts, word, silence);
    }
    if ("job" in word && word.job && ["STOPPED", "SUCCEEDED", "FAILED"].includes(word.job.status)) {
      return settleUnstarted(this.jobs, runDir, word.job);
    }
    return "job" in word && !word.job ? this.submitAgain(runDir) : starting(word);
  }

  async stop(runDir: string, { graceMs, signal }: { graceMs: number; signal?: AbortSignal }): Promise<void> {
    if (!existsSync(runDir)) return this.tellRay(runDir); // its supervisor ends what runs there
    if (!readFacts(runDir).claimed && createExclusively(runFile(runDir, "supervisor"), NEVER_STARTED)) {
      const wasHandedIn = isIntended(runDir);
      dropEnvironment(runDir);
      return wasHandedIn ? this.tellRay(runDir) : undefined;
    }
    const ended = () => this.hasEnded(runDir);
    if (await ended()) return;
    atBest(() => writeFileSync(runFile(runDir, "cancel"), ""));
    if (await pollUntil(ended, { everyMs: STOP_POLL_MS, withinMs: graceMs, signal })) return;
    const { termMs } = this.config;
    atBest(() => orderTermination(runDir, termMs));
    if (await pollUntil(ended, { everyMs: STOP_POLL_MS, withinMs: termMs, signal })) return;
    atBest(() => orderTermination(runDir, 0));
    const killed = async () => (await ended()) || killHere(runDir);
    if (await pollUntil(killed, { everyMs: STOP_POLL_MS, withinMs: KILL_LIMIT_MS })) return;
    await this.tellRay(runDir);
    if (await pollUntil(killed, { everyMs: STOP_POLL_MS, withinMs: KILL_LIMIT_MS })) return;
    throw new Error(
      `the trainer of ${submissionIdOf(runDir)} does not end; Ray was asked to stop it as well`,
    );
  }

  async logs(runDir: string, from: Parameters<Launcher["logs"]>[1]): ReturnType<Launcher["logs"]> {
    return readLogs(runDir, from);
  }

  async hostFacts(own: () => Promise<Record<string, string>>): Promise<Record<string, string>> {
    return clusterFacts(this.jobs, await own());
  }

  async cpuSeconds(runDir: string): Promise<number | null> {
    return readBeat(runDir)?.cpuSeconds ?? null;
  }

  /**
   * Hands the job in and returns what keeps Ray from taking it now, if anything does. Throws if Ray will never take
   * it, and records that as the end of the attempt.
   */
  private async submit(runDir: string): Promise<string> {
    try {
      await this.jobs.submit(submissionOf(runDir, intendedConfig(runDir, this.config)));
      return "";
    } catch (error) {
      if (error instanceof RayAway) return error.message;
      if (error instanceof RayRefusal) recordNotStarted(runDir, error.message);
      throw error;
    }
  }

  /**
   * Ray knows nothing of a job that was to start: it was away, or its head lost it. The claim of the run directory
   * lets only one of several submissions start anything.
   */
  private async submitAgain(runDir: string): Promise<LauncherObservation> {
    let word: RayWord = { job: { status: "PENDING", message: "handed in" } };
    try {
      const away = await this.submit(runDir);
      if (away) word = { away };
    } catch (error) {
      if (!(error instanceof RayRefusal)) throw error;
    }
    return certain(runDir, readFacts(runDir)) ?? starting(word);
  }

  /** On this machine the process table knows; elsewhere Ray is asked as well. */
  private async hasEnded(runDir: string): Promise<boolean> {
    const facts = readFacts(runDir);
    if (certain(runDir, facts)) return true;
    if (readNode(runDir)?.isHere) return !facts.supervisor?.alive && !groupLives(facts);
    return ["exited", "gone"].includes((await this.observe(runDir)).state);
  }

  /** The run directory decides; Ray hears of it so that it frees what it has reserved. */
  private async tellRay(runDir: string): Promise<void> {
    await this.jobs.stop(submissionIdOf(runDir)).catch((error: unknown) => {
      if (!(error instanceof RayAway)) throw error;
    });
  }
}

/** A full disk must not keep anything running: the next step follows all the same. */
function atBest(write: () => void): void {
  try {
    write();
  } catch {
    // Ray and the signals follow
  }
}

/** One round of SIGKILL where the supervisor is dead or deaf, to be followed by a look at what it did. */
function killHere(runDir: string): false {
  const facts = readFacts(runDir);
  if (readNode(runDir)?.isHere && facts.trainer && groupLives(facts))
    signalGroup(facts.trainer.pid, "SIGKILL");
  return false;
}

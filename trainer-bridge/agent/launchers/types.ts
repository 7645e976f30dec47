import type { z } from "zod";
import type { HostUsage, LaunchOptions } from "../../../lib/contracts";
import type { ArtifactDisk } from "../artifacts/disk";

/** What to run: a program and its arguments, never shell text. */
export interface Command {
  program: string;
  args: readonly string[];
}

/** What a launcher sees of one run directory. */
export interface LauncherObservation {
  /** `unstarted`: nothing runs yet and `start` would start it. `gone`: it ended and nobody knows how. */
  state: "unstarted" | "starting" | "running" | "exited" | "gone";
  exitCode: number | null;
  signal: string | null;
  pid: number | null;
  /** The engine's own words, shown to people. */
  engineState: string;
  /** Why it could not be started or followed; empty if there is nothing to say. */
  error: string;
}

/** Byte offsets into a trainer's raw output; a negative one counts from the end. */
export interface LogPosition {
  stdout: number;
  stderr: number;
}

export interface LogChunk {
  stdout: Buffer;
  stderr: Buffer;
  /** Where to read on. */
  next: LogPosition;
}

/** Starts, watches and ends the trainer of a run directory. Every method may be called again at any time. */
export interface Launcher {
  /** How often `observe` is worth calling, in milliseconds. */
  readonly pollMs: number;
  /** The trainer's Python where this launcher runs it; the agent's own --python if left out. */
  readonly trainerPython?: string;
  /**
   * Starts the command for this run directory unless that happened before, by whichever agent process. `launch`:
   * what the launch says otherwise than the host's settings. Throws if the job cannot be started, naming what to
   * mend.
   */
  start(runDir: string, command: Command, env: NodeJS.ProcessEnv, launch?: LaunchOptions): Promise<void>;
  observe(runDir: string): Promise<LauncherObservation>;
  /**
   * Asks by the `cancel` file, waits up to `graceMs`, then ends the process group for certain. Resolves when
   * nothing of it runs any more; afterwards `start` starts nothing. An aborted signal skips the waiting.
   */
  stop(runDir: string, options: { graceMs: number; signal?: AbortSignal }): Promise<void>;
  /** At most 1 MB of raw output from each stream. */
  logs(runDir: string, from: LogPosition): Promise<LogChunk>;
  /** CPU seconds used so far by everything the attempt runs; null where the engine cannot tell. */
  cpuSeconds(runDir: string): Promise<number | null>;
  /** Whether the trainer can run where this launcher runs it; if left out the agent's own --python is asked. */
  checkTrainer?(signal: AbortSignal): Promise<{ ready: boolean; detail: string }>;
  /**
   * What a person wants to know of the machines that do the work; if left out the agent's own is told. `own` reads
   * that. A fact "cores" is what threads of jobs are reckoned by: only of one machine that runs them all.
   */
  hostFacts?(own: () => Promise<Record<string, string>>): Promise<Record<string, string>>;
  /** The disk on which trainers read and write, where it is not this machine's. */
  readonly disk?: ArtifactDisk;
  /** What keeps that machine busy; if left out the agent's own is measured. */
  hostUsage?(): Promise<HostUsage>;
}

/** One entry of the index: a name, the settings it takes, and how to open it. */
export interface LauncherDefinition<Schema extends z.ZodType = z.ZodType> {
  name: string;
  title: string;
  configSchema: Schema;
  open(config: z.output<Schema>): Launcher;
}

/** Parses the settings and opens the launcher. Throws a ZodError that names the wrong setting. */
export function openLauncher<Schema extends z.ZodType>(
  definition: LauncherDefinition<Schema>,
  config: unknown,
): Launcher {
  return definition.open(definition.configSchema.parse(config));
}

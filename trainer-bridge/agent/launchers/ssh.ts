import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { HostUsage, LaunchOptions } from "../../../lib/contracts";
import { SSH } from "../../../lib/contracts/launchers/ssh";
import type { ArtifactDisk } from "../artifacts/disk";
import { pollUntil } from "../poll";
import { runFile } from "../run-files";
import { trainerEnv } from "../trainer-command";
import { jobOptions } from "./job-options";
import { readLogs } from "./raw-logs";
import { readRemoteFile } from "./ssh/bring-back";
import { RemoteTrouble } from "./ssh/channel";
import { checkRemoteTrainer } from "./ssh/check-trainer";
import { Collector } from "./ssh/collector";
import { Monitor } from "./ssh/monitor";
import { noteLife } from "./ssh/note-life";
import {
  claimRemote,
  type EndRecord,
  elsewhere,
  endOf,
  markPlaced,
  observationOfEnd,
  observationOfLife,
  type Placement,
  type RemoteFacts,
  readEnd,
  readRemote,
  statusAnswer,
} from "./ssh/records";
import { remoteDisk } from "./ssh/remote-disk";
import { remoteFacts } from "./ssh/remote-facts";
import { RemoteHost } from "./ssh/remote-host";
import { remoteStart } from "./ssh/remote-start";
import { RemoteUsage } from "./ssh/remote-usage";
import { type SshSettings, sshSettings } from "./ssh/settings";
import type {
  Command,
  Launcher,
  LauncherDefinition,
  LauncherObservation,
  LogChunk,
  LogPosition,
} from "./types";

const KILL_LIMIT_MS = 20_000;
const LOG_BYTES = 1_000_000;

/** Processes on another machine over OpenSSH, each under a supervisor there that outlives every connection. */
export const sshLauncher: LauncherDefinition<typeof sshSettings> = {
  name: "ssh",
  title: "Another machine over SSH",
  configSchema: sshSettings,
  open: (settings) => new SshLauncher(settings),
};

interface Waiting {
  command: Command;
  env: NodeJS.ProcessEnv;
  /** The host's, with what the launch says otherwise. */
  settings: SshSettings;
}

class SshLauncher implements Launcher {
  readonly pollMs: number;
  readonly trainerPython: string;
  readonly disk: ArtifactDisk;
  private readonly host: RemoteHost;
  private readonly monitor: Monitor<RemoteFacts>;
  private readonly collector: Collector;
  private readonly usage: RemoteUsage;
  /** Started as far as our caller is concerned, but the host has not answered yet. */
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly settings: SshSettings) {
    this.pollMs = settings.pollMs;
    this.trainerPython = settings.python;
    this.host = new RemoteHost(settings);
    this.disk = remoteDisk(this.host);
    this.usage = new RemoteUsage(this.host);
    this.monitor = new Monitor(
      async (attempts) =>
        statusAnswer.parse((await this.host.ask({ op: "status", body: { attempts } })).answer).attempts,
      settings.pollMs / 2,
    );
    this.collector = new Collector(this.host, settings.fetchOutputs);
  }

  /** A host that cannot be reached now is tried again at every look; one that refuses is an error at once. */
  async start(
    runDir: string,
    command: Command,
    env: NodeJS.ProcessEnv,
    launch: LaunchOptions = {},
  ): Promise<void> {
    const { env: ofLaunch = {} } = jobOptions(SSH, launch);
    if (readEnd(runDir)) return;
    const where = claimRemote(runDir, this.placementOf(runDir));
    if ("neverStarted" in where || where.placed) return;
    const settings = { ...this.settings, env: { ...this.settings.env, ...ofLaunch } };
    this.waiting.set(runDir, { command, env, settings });
    try {
      await this.place(runDir, where);
    } catch (error) {
      if (error instanceof RemoteTrouble && error.kind === "unreachable") return;
      this.waiting.delete(runDir);
      throw error;
    }
  }

  async observe(runDir: string): Promise<LauncherObservation> {
    const end = readEnd(runDir);
    if (end) return observationOfEnd(end);
    if (!existsSync(runDir)) return this.abandon(runDir);
    const where = readRemote(runDir);
    if (!where) return unstarted("not started yet");
    if ("neverStarted" in where) return observationOfEnd({ gone: "stopped before it started" });
    const away = elsewhere(where, this.placementOf(runDir));
    if (away !== "") return { ...unstarted(`not followed: ${away}`), state: "running" };
    if (this.waiting.has(runDir)) {
      const why = await this.placeAgain(runDir, where);
      if (why !== "") return { ...unstarted(`waits for the host: ${why}`), state: "starting" };
    }
    return this.observeRemote(runDir, where);
  }

  async stop(runDir: string, { graceMs, signal }: { graceMs: number; signal?: AbortSignal }): Promise<void> {
    if (!existsSync(runDir) || readEnd(runDir)) return;
    this.waiting.delete(runDir);
    const where = claimRemote(runDir, { neverStarted: true });
    if ("neverStarted" in where) return;
    const away = elsewhere(where, this.placementOf(runDir));
    if (away !== "") throw new Error(`cannot be stopped: ${away}`);
    await this.tell(where, "cancel");
    if (!(await this.endsWithin(where, graceMs, signal))) {
      await this.tell(where, "signal", { signal: "SIGTERM" });
      if (!(await this.endsWithin(where, this.settings.termMs, signal))) await this.kill(where);
    }
    await this.observe(runDir);
  }

  async logs(runDir: string, from: LogPosition): Promise<LogChunk> {
    const where = readRemote(runDir);
    if (!where || "neverStarted" in where || readEnd(runDir)) return readLogs(runDir, from);
    const read = (log: "stdout" | "stderr") =>
      readRemoteFile(this.host, folderOf(where), {
        name: basename(runFile(runDir, log)),
        offset: from[log],
        limit: LOG_BYTES,
      });
    const [stdout, stderr] = [await read("stdout"), await read("stderr")];
    return {
      stdout: stdout.bytes,
      stderr: stderr.bytes,
      next: { stdout: stdout.start + stdout.bytes.length, stderr: stderr.start + stderr.bytes.length },
    };
  }

  checkTrainer(): Promise<{ ready: boolean; detail: string }> {
    return checkRemoteTrainer(this.host, this.settings, trainerEnv(process.env));
  }

  hostFacts(): Promise<Record<string, string>> {
    const { user, host, port } = this.settings;
    return remoteFacts(this.host, `${user ? `${user}@` : ""}${host}:${port}`);
  }

  hostUsage(): Promise<HostUsage> {
    return this.usage.sample();
  }

  async cpuSeconds(runDir: string): Promise<number | null> {
    return this.monitor.cpuSeconds(basename(runDir));
  }

  private placementOf(runDir: string): Placement {
    const { host, port, remoteDir } = this.settings;
    return { host, port, root: remoteDir, attempt: basename(runDir), placed: false };
  }

  private async place(runDir: string, where: Placement): Promise<void> {
    const asked = this.waiting.get(runDir);
    if (!asked) return;
    await remoteStart(this.host, asked.settings, { runDir, where, ...asked });
    this.monitor.changed(where.attempt);
    markPlaced(runDir, where);
    this.waiting.delete(runDir);
  }

  /** Empty if the host has it now, else why not. */
  private async placeAgain(runDir: string, where: Placement): Promise<string> {
    try {
      await this.place(runDir, where);
      return "";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private async observeRemote(runDir: string, where: Placement): Promise<LauncherObservation> {
    const { facts, trouble, ageMs } = await this.monitor.look(where.attempt);
    const { placed } = readPlacement(runDir, where);
    if (!facts) return notSeen(placed, trouble);
    const end = endOf(facts, placed);
    if (end && (!trouble || facts.exit)) return this.collect(runDir, where, end);
    const life = observationOfLife(facts);
    if (!trouble) {
      noteLife(runDir, facts.touchedMs);
      return life;
    }
    const seconds = Math.round(ageMs / 1000);
    return {
      ...life,
      engineState: `${life.engineState} when last seen ${seconds} s ago; ${trouble.message}`,
    };
  }

  private async collect(runDir: string, where: Placement, end: EndRecord): Promise<LauncherObservation> {
    const seen = await this.collector.observe(runDir, folderOf(where), end);
    if (seen.state !== "running") this.monitor.forget(where.attempt);
    return seen;
  }

  /** Whoever removed the run directory took away the only way to hear of its trainer: it ends, if it can be told. */
  private async abandon(runDir: string): Promise<LauncherObservation> {
    const where = this.placementOf(runDir);
    this.waiting.delete(runDir);
    await this.tell(where, "signal", { signal: "SIGKILL" }).catch(() => {});
    this.monitor.forget(where.attempt);
    return observationOfEnd({ gone: "its run directory is gone" });
  }

  private async tell(where: Placement, op: string, more: Record<string, unknown> = {}): Promise<void> {
    await this.host.ask({ op, body: { ...folderOf(where), ...more } });
    this.monitor.changed(where.attempt);
  }

  private endsWithin(where: Placement, withinMs: number, signal?: AbortSignal): Promise<boolean> {
    const ended = async () => {
      const { facts, trouble } = await this.monitor.look(where.attempt);
      return facts !== null && !trouble && endOf(facts, true) !== null;
    };
    const everyMs = Math.min(this.pollMs, 500);
    return pollUntil(ended, { everyMs, withinMs, ...(signal && { signal }) });
  }

  private async kill(where: Placement): Promise<void> {
    const deadline = performance.now() + KILL_LIMIT_MS;
    while (performance.now() < deadline) {
      await this.tell(where, "signal", { signal: "SIGKILL" });
      if (await this.endsWithin(where, 1000)) return;
    }
    throw new Error(`${where.attempt} on ${where.host} does not end: its kernel holds it`);
  }
}

function folderOf({ attempt }: Placement) {
  return { kind: "attempts" as const, of: attempt };
}

function readPlacement(runDir: string, known: Placement): Placement {
  const now = readRemote(runDir);
  return now && !("neverStarted" in now) ? now : known;
}

function unstarted(engineState: string): LauncherObservation {
  return { state: "unstarted", exitCode: null, signal: null, pid: null, engineState, error: "" };
}

/** An agent that starts while the host is away knows only whether the host ever had the attempt. */
function notSeen(placed: boolean, trouble: RemoteTrouble | null): LauncherObservation {
  const engineState = `not seen since this agent started; ${trouble?.message ?? ""}`;
  return { ...unstarted(engineState), state: placed ? "running" : "unstarted" };
}

import { mkdirSync, realpathSync } from "node:fs";
import { lockDataDir } from "./agent-lock";
import { openAgentLog } from "./agent-log";
import { ServerClient } from "./http";
import { openNamedLauncher } from "./launchers";
import type { Log } from "./log";
import { Agent } from "./loop";
import type { AgentOptions } from "./options";
import { type Preparation, watchTrainer } from "./prepare-trainer";
import { agentVersion, placeSources } from "./source-files";
import type { TrainerState } from "./trainer-check";

const FORGET_DRAIN_MS = 60_000;

/** How an agent is to run. */
export interface AgentRun {
  options: AgentOptions;
  token: string;
  /** Null where somebody else prepares the trainer's environment. */
  prepare: Preparation | null;
}

/** The first SIGTERM or SIGINT ends the agent in order, the second at once. */
function listenForSignals(log: Log, end: AbortController, force: AbortController): void {
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.on(name, () => {
      log("signal", { signal: name, again: end.signal.aborted });
      if (end.signal.aborted) force.abort();
      end.abort();
    });
  }
  // The terminal or parent that read our log may go; the jobs and this agent stay.
  process.on("SIGHUP", () => {});
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
}

/** Works as the agent of a host until a signal ends it. Throws if another agent holds the folder, or a setting is wrong. */
export async function runAgent({ options, token, prepare }: AgentRun): Promise<void> {
  mkdirSync(options.data, { recursive: true });
  const dataDir = realpathSync(options.data);
  const unlock = lockDataDir(dataDir);
  const { log, outbox } = openAgentLog(dataDir);
  const { name, launcher: launcherName, capacity } = options;
  log("started", { name, launcher: launcherName, capacity, version: agentVersion(), pid: process.pid });
  placeSources(dataDir);
  const end = new AbortController();
  const force = new AbortController();
  listenForSignals(log, end, force);
  const env = { ...process.env };
  const settings = {
    name: options.name,
    launcherName: options.launcher,
    capacity: options.capacity,
    dataDir,
    serverUrl: options.server,
    graceMs: options["grace-ms"],
    version: agentVersion(),
  };
  const launcher = openNamedLauncher(options.launcher, options["launcher-config"]);
  const agent = new Agent(
    new ServerClient(options.server, token),
    settings,
    {
      launcher,
      python: options.python,
      env,
      log,
      hangMs: options["hang-ms"],
      forgetDrainMs: FORGET_DRAIN_MS,
      ending: force.signal,
    },
    log,
    outbox,
  );
  agent.adopt();
  const tell = (state: TrainerState) => agent.setTrainer(state);
  const trainer = watchTrainer({ launcher, python: options.python, env, prepare, tell }, end.signal);
  await agent.run(end.signal);
  if (options["on-exit"] === "stop") await agent.stopAll(options["exit-grace-ms"], force.signal);
  force.abort();
  await trainer;
  unlock();
  log("ended", { stillRunning: agent.stillRunning });
}

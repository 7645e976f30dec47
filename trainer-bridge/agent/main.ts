import { mkdirSync, realpathSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { lockDataDir } from "./agent-lock";
import { ServerClient } from "./http";
import { openNamedLauncher } from "./launchers";
import type { Launcher } from "./launchers/types";
import { type Log, stdoutLog } from "./log";
import { Agent } from "./loop";
import { type AgentOptions, parseOptions, USAGE } from "./options";
import { agentVersion, placeSources } from "./source-files";
import { checkTrainer } from "./trainer-check";

const TRAINER_RECHECK_MS = 10_000;
const FORGET_DRAIN_MS = 60_000;
const EXIT_USAGE = 64;
const EXIT_TROUBLE = 1;

/** Checks until the trainer is ready: its environment may still be on its way when the agent starts. */
async function watchTrainer(
  agent: Agent,
  { launcher, python, env }: { launcher: Launcher; python: string; env: NodeJS.ProcessEnv },
  until: AbortSignal,
) {
  while (!until.aborted) {
    const state = await (launcher.checkTrainer?.(until) ?? checkTrainer(python, env, until));
    if (until.aborted) return;
    agent.setTrainer(state);
    if (state.ready) return;
    await sleep(TRAINER_RECHECK_MS, undefined, { signal: until }).catch(() => {});
  }
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

async function work(options: AgentOptions, token: string, log: Log): Promise<void> {
  mkdirSync(options.data, { recursive: true });
  const dataDir = realpathSync(options.data);
  const unlock = lockDataDir(dataDir);
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
  );
  agent.adopt();
  const trainer = watchTrainer(agent, { launcher, python: options.python, env }, end.signal);
  await agent.run(end.signal);
  if (options["on-exit"] === "stop") await agent.stopAll(options["exit-grace-ms"], force.signal);
  force.abort();
  await trainer;
  unlock();
  log("ended", { stillRunning: agent.stillRunning });
}

async function main(argv: readonly string[]): Promise<number> {
  const token = process.env.STEPWELL_AGENT_TOKEN ?? "";
  if (argv.includes("--help")) {
    console.log(USAGE);
    return 0;
  }
  const options = readOptions(argv);
  if (typeof options === "string" || token === "") {
    console.error(
      typeof options === "string" ? `${options}\n\n${USAGE}` : "STEPWELL_AGENT_TOKEN is not set.",
    );
    return EXIT_USAGE;
  }
  const log = stdoutLog();
  log("started", {
    name: options.name,
    launcher: options.launcher,
    capacity: options.capacity,
    pid: process.pid,
  });
  await work(options, token, log);
  return 0;
}

function readOptions(argv: readonly string[]): AgentOptions | string {
  try {
    return parseOptions(argv);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(EXIT_TROUBLE);
  },
);

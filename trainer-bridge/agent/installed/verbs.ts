import { existsSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { writeAtomic } from "../durable-file.mjs";
import { agentVersion } from "../source-files";
import { agentHome, readConfig } from "./home";
import { install } from "./install";
import { fetchFile, fetchManifest } from "./server";
import { forgetService, logTail, runningAgent, startAgent, stopAgent } from "./service";
import { fetchWheel } from "./wheel";

/** As the Linux Standard Base has it for programs that are not running. */
const EXIT_NOT_RUNNING = 3;
type Say = (line: string) => void;
type Verb = (argv: readonly string[], say: Say) => Promise<number>;

const installVerb: Verb = async (argv, say) => {
  await install(argv, say);
  return 0;
};

const start: Verb = async (_argv, say) => {
  const home = agentHome();
  const { pid } = await startAgent(home, readConfig(home));
  say(`The agent runs (process ${pid}).`);
  return 0;
};

const stop: Verb = async (_argv, say) => {
  const home = agentHome();
  const stopped = await stopAgent(home, readConfig(home));
  say(stopped ? "Stopped. Its jobs run on; the next start takes them up." : "It does not run.");
  return 0;
};

async function offeredVersion(server: string): Promise<string> {
  try {
    return `offers ${(await fetchManifest(server)).version}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const status: Verb = async (_argv, say) => {
  const home = agentHome();
  const config = readConfig(home);
  const running = runningAgent(config);
  say(running ? `running     process ${running.pid}` : "running     no");
  say(
    `host        ${config.settings.hostName} (${config.settings.launcher}, ${config.settings.capacity} at a time)`,
  );
  say(`version     ${agentVersion()}`);
  say(`server      ${config.server}: ${await offeredVersion(config.server)}`);
  say(`kept by     ${config.service === "systemd" ? "systemd" : "nobody: start it again after a restart"}`);
  say(`python      ${config.python ?? home.python}`);
  say(`data        ${config.data}`);
  say(`log         ${home.log}`);
  return running ? 0 : EXIT_NOT_RUNNING;
};

const logs: Verb = async (argv, say) => {
  const { values } = parseArgs({
    args: [...argv],
    options: { lines: { type: "string", short: "n", default: "50" } },
  });
  const lines = Number(values.lines);
  if (!Number.isInteger(lines) || lines < 1) throw new Error("--lines must be a whole number from 1.");
  const home = agentHome();
  say(logTail(home.log, lines));
  say(`(${home.log})`);
  return 0;
};

const upgrade: Verb = async (_argv, say) => {
  const home = agentHome();
  const config = readConfig(home);
  const { version, bundle } = await fetchManifest(config.server);
  if (version === agentVersion()) {
    say(`${version} is what ${config.server} offers.`);
    return 0;
  }
  const program = await fetchFile(config.server, bundle);
  await fetchWheel(home, config.server);
  const ran = await stopAgent(home, config);
  writeAtomic(home.bundle, program.toString("utf8"), 0o755);
  say(`${agentVersion()} -> ${version}`);
  if (ran) say(`The agent runs (process ${(await startAgent(home, config)).pid}).`);
  return 0;
};

const uninstall: Verb = async (_argv, say) => {
  const home = agentHome();
  const config = readConfig(home);
  await stopAgent(home, config);
  await forgetService(home, config);
  const files = [
    home.bundle,
    home.command,
    home.config,
    home.token,
    home.installLog,
    home.log,
    `${home.log}.1`,
  ];
  for (const path of [...files, home.python, home.wheels]) rmSync(path, { recursive: true, force: true });
  say(`Removed. Jobs that run go on to their end, and nobody reports them.`);
  if (existsSync(config.data)) say(`What they wrote stays in ${config.data}.`);
  say(`On ${config.server}, remove the host "${config.settings.hostName}" and revoke its token.`);
  return 0;
};

/** What people do with an installed agent; `run` is what starts it (installed/run.ts). */
export const VERBS: Record<string, Verb> = {
  install: installVerb,
  start,
  stop,
  status,
  logs,
  upgrade,
  uninstall,
};

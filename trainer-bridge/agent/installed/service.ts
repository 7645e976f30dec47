import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { homedir, userInfo } from "node:os";
import { basename, join } from "node:path";
import { ownerOf } from "../agent-lock";
import { writeAtomic } from "../durable-file.mjs";
import { pollUntil } from "../poll";
import { isAlive } from "../process-identity.mjs";
import { runProcess } from "../process-run";
import type { AgentHome, InstalledConfig } from "./home";

const LOG_BYTES = 20_000_000;
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 60_000;
const ASK_LIMIT_MS = 15_000;

/** Who runs as this host's agent now; null if nobody does. */
export function runningAgent({ data }: InstalledConfig): { pid: number } | null {
  const owner = ownerOf(data);
  return owner && isAlive(owner) ? { pid: owner.pid } : null;
}

async function systemctl(...args: string[]): Promise<boolean> {
  const command = { program: "systemctl", args: ["--user", ...args] };
  return (await runProcess(command, { env: process.env, limitMs: ASK_LIMIT_MS })).exitCode === 0;
}

/** One unit for each folder of an agent: several may live on a login node. */
function unitOf(home: AgentHome): string {
  const name = basename(home.dir)
    .replace(/^\./, "")
    .replace(/[^A-Za-z0-9_-]/g, "-");
  return `${name}.service`;
}

/**
 * Who can keep an agent running here: systemd where it has a session for this account that outlives the login, else
 * nobody but the agent itself.
 */
export async function chooseService(): Promise<InstalledConfig["service"]> {
  if (!(await systemctl("show-environment"))) return "background";
  const { username } = userInfo();
  const linger = { program: "loginctl", args: ["enable-linger", username] };
  const stays = await runProcess(linger, { env: process.env, limitMs: ASK_LIMIT_MS });
  return stays.exitCode === 0 ? "systemd" : "background";
}

/** A word of a unit file: quoted, with systemd's own signs doubled. */
function unitWord(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replaceAll("%", "%%").replaceAll("$", "$$$$")}"`;
}

function unitText(home: AgentHome): string {
  const environment = { STEPWELL_AGENT_HOME: home.dir, PATH: process.env.PATH ?? "" };
  return [
    "[Unit]",
    "Description=Stepwell agent",
    "After=network-online.target",
    "",
    "[Service]",
    `ExecStart=${unitWord(process.execPath)} ${unitWord(home.bundle)} run`,
    ...Object.entries(environment).map(([name, value]) => `Environment=${unitWord(`${name}=${value}`)}`),
    // Trainers live on when the agent is stopped or upgraded; the next one takes them up again.
    "KillMode=process",
    "Restart=always",
    "RestartSec=10",
    "RestartPreventExitStatus=64",
    `StandardOutput=append:${home.log.replaceAll("%", "%%")}`,
    `StandardError=append:${home.log.replaceAll("%", "%%")}`,
    "",
    "[Install]",
    "WantedBy=default.target",
    "",
  ].join("\n");
}

function unitFile(home: AgentHome): string {
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "systemd", "user", unitOf(home));
}

async function startUnit(home: AgentHome): Promise<void> {
  const file = unitFile(home);
  mkdirSync(join(file, ".."), { recursive: true });
  writeAtomic(file, unitText(home));
  await systemctl("daemon-reload");
  if (!(await systemctl("enable", "--now", unitOf(home))))
    throw new Error(
      `systemd did not start ${unitOf(home)}: \`systemctl --user status ${unitOf(home)}\` says why.`,
    );
}

/** One older log is kept. */
function rotate(log: string): void {
  if (existsSync(log) && statSync(log).size > LOG_BYTES) renameSync(log, `${log}.1`);
}

function startInBackground(home: AgentHome): () => boolean {
  const log = openSync(home.log, "a", 0o600);
  const { STEPWELL_AGENT_TOKEN: _token, ...env } = process.env;
  const child = spawn(process.execPath, [home.bundle, "run"], {
    cwd: home.dir,
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...env, STEPWELL_AGENT_HOME: home.dir },
  });
  closeSync(log);
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  child.once("error", () => {
    ended = true;
  });
  child.unref();
  return () => ended;
}

/** The last lines of a log. */
export function logTail(log: string, lines: number): string {
  if (!existsSync(log)) return "";
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

/** Starts the agent unless it runs, and waits until it holds its folder. Throws with the end of its log if it does not. */
export async function startAgent(home: AgentHome, config: InstalledConfig): Promise<{ pid: number }> {
  const running = runningAgent(config);
  if (running) return running;
  rotate(home.log);
  let hasEnded = () => false;
  if (config.service === "systemd") await startUnit(home);
  else hasEnded = startInBackground(home);
  await pollUntil(() => hasEnded() || runningAgent(config) !== null, {
    everyMs: 50,
    withinMs: START_LIMIT_MS,
  });
  const started = runningAgent(config);
  if (started) return started;
  throw new Error(`The agent did not start. The end of ${home.log}:\n${logTail(home.log, 10)}`);
}

/** Ends the agent; its jobs run on and the next start takes them up. True if one ran. */
export async function stopAgent(home: AgentHome, config: InstalledConfig): Promise<boolean> {
  const running = runningAgent(config);
  // Also where none runs at this moment: systemd may be about to start it again.
  if (config.service === "systemd") await systemctl("disable", "--now", unitOf(home));
  if (!running) return false;
  if (runningAgent(config)?.pid === running.pid) process.kill(running.pid, "SIGTERM");
  const ended = await pollUntil(() => runningAgent(config)?.pid !== running.pid, {
    everyMs: 50,
    withinMs: STOP_LIMIT_MS,
  });
  if (!ended) throw new Error(`The agent (process ${running.pid}) does not end: kill it by hand.`);
  return true;
}

/** Takes away what makes systemd start it. */
export async function forgetService(home: AgentHome, config: InstalledConfig): Promise<void> {
  if (config.service !== "systemd") return;
  rmSync(unitFile(home), { force: true });
  await systemctl("daemon-reload");
}

import { chmodSync, mkdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { AgentSettingsAnswer } from "../../../lib/contracts/enrolments";
import { writeAtomic } from "../durable-file.mjs";
import { findBasePython, findPlainPython } from "../python/find";
import { type AgentHome, agentHome, type InstalledConfig, makeHome, writeConfig } from "./home";
import { preparesElsewhere } from "./prepares";
import { fetchSettings } from "./server";
import { chooseService, startAgent, stopAgent } from "./service";
import { fetchWheel } from "./wheel";

const OPTIONS = {
  server: { type: "string" },
  data: { type: "string" },
  dir: { type: "string" },
  python: { type: "string" },
  "token-file": { type: "string" },
  "no-start": { type: "boolean", default: false },
  "no-service": { type: "boolean", default: false },
} as const;

const serverUrl = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);

function readOptions(argv: readonly string[]) {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS, strict: true });
  const server = serverUrl.safeParse(values.server);
  if (!server.success)
    throw new Error("--server must be the address of Stepwell, such as http://gpu-box:4173.");
  return { ...values, server: server.data };
}
type Options = ReturnType<typeof readOptions>;

/** The token, from a file or the environment: never from an argument, which every account of the machine can read. */
function tokenOf({ "token-file": file }: Options): string {
  const token =
    (file === undefined ? process.env.STEPWELL_AGENT_TOKEN : readFileSync(file, "utf8"))?.trim() ?? "";
  if (token === "")
    throw new Error("No token: set STEPWELL_AGENT_TOKEN, or name a file that holds it with --token-file.");
  return token;
}

/** `~` may come unexpanded from a file or a quoted argument. */
function folder(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/, homedir()));
}

/** Everything that is missing here, with how to get it; empty if nothing is. */
function missingHere(settings: AgentSettingsAnswer, python: string | null): string[] {
  if (python !== null) return [];
  const found = preparesElsewhere(settings) ? findPlainPython() : findBasePython();
  return "problem" in found ? [found.problem] : [];
}

/** A file that people call, whatever their PATH says of Node today. */
function writeCommand(home: AgentHome): void {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const lines = [
    "#!/bin/sh",
    `STEPWELL_AGENT_HOME=${quoted(home.dir)}`,
    "export STEPWELL_AGENT_HOME",
    `exec ${quoted(process.execPath)} ${quoted(home.bundle)} "$@"`,
    "",
  ];
  writeAtomic(home.command, lines.join("\n"));
  chmodSync(home.command, 0o755);
}

function makeData(home: AgentHome, wish: string | undefined): string {
  const data = wish === undefined ? join(home.dir, "data") : folder(wish);
  mkdirSync(data, { recursive: true });
  return realpathSync(data);
}

/**
 * `install`, which install.sh calls once the program is here: asks the server what this host is to be, writes that down and
 * starts the agent. Again upgrades in place: what was said before and is not said now stays.
 */
export async function install(argv: readonly string[], say: (line: string) => void): Promise<void> {
  const options = readOptions(argv);
  const token = tokenOf(options);
  const home = agentHome(
    options.dir === undefined ? process.env : { STEPWELL_AGENT_HOME: folder(options.dir) },
  );
  const settings = await fetchSettings(options.server, token);
  const python = options.python ?? process.env.STEPWELL_PYTHON ?? null;
  const missing = missingHere(settings, python);
  if (missing.length > 0) throw new Error(missing.join("\n"));
  makeHome(home);
  const service = options["no-service"] ? "background" : await chooseService();
  const data = makeData(home, options.data);
  const config: InstalledConfig = { server: options.server, data, python: python || null, service, settings };
  await stopAgent(home, config);
  writeConfig(home, config);
  rmSync(home.token, { force: true });
  writeAtomic(home.token, `${token}\n`, 0o600);
  writeCommand(home);
  await fetchWheel(home, options.server);
  say(`Installed in ${home.dir} as the host "${settings.hostName}" of ${options.server}.`);
  if (options["no-start"]) return say(`Start it with ${home.command} start`);
  const { pid } = await startAgent(home, config);
  say(`The agent runs (process ${pid}). ${wordsOn(service)}`);
  say(`The Hosts page shows it, and how its Python environment is prepared.`);
  say(`${home.command} status | logs | stop | start | upgrade | uninstall`);
}

function wordsOn(service: InstalledConfig["service"]): string {
  return service === "systemd"
    ? "systemd starts it again, after a restart of the machine as well."
    : "Nothing starts it again after a restart of the machine: a line `@reboot …/stepwell-agent start` in your crontab does.";
}

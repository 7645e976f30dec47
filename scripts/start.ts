/**
 * `npm start`: Postgres, migrations, the production build where it is stale, the web server and the local agent,
 * until Ctrl-C. `npm run quickstart` is the same and launches the quickstart ablation (--quickstart).
 * Imports that cost time are made where they are needed: the first page is to answer within three seconds.
 */
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkBindSafety } from "@/lib/server/bind-safety";
import { parseEnv } from "@/lib/server/env";
import { distDir, ensureBuild } from "./lib/build";
import { startDatabase } from "./lib/database";
import { type Home, openHome, ROOT } from "./lib/home";
import { Instance, type InstanceState } from "./lib/instance";
import { choosePort } from "./lib/ports";
import { Shutdown, StopRequested } from "./lib/shutdown";
import { Terminal } from "./lib/terminal";
import { codeVersion } from "./lib/version";
import { startWeb, urlOf, waitUntilAnswers } from "./lib/web";

const HELP = `npm start [-- options]          serve Stepwell on this machine
npm run quickstart [-- options] the same, and launch the quickstart ablation
  --port N     port to serve on (default: last time's, else 4173 or the next free one)
  --host H     address to bind (default 127.0.0.1; any other needs STEPWELL_TOKEN)
  --no-agent   serve the pages only
  --again      quickstart: launch anew though a finished one is there
  --preset K   quickstart: another preset (tiny-smoke is over in a few minutes and teaches nothing)`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      host: { type: "string", default: "127.0.0.1" },
      "no-agent": { type: "boolean", default: false },
      quickstart: { type: "boolean", default: false },
      preset: { type: "string", default: "quickstart" },
      again: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const port = values.port === undefined ? null : Number(values.port);
  if (port !== null && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new Error(`--port must be a number from 1 to 65535, not ${values.port}`);
  return { ...values, port };
}
type Options = ReturnType<typeof readOptions>;

interface Serving {
  options: Options;
  home: Home;
  instance: Instance;
  shutdown: Shutdown;
  terminal: Terminal;
}

type DatabaseEnv = Record<string, string>;

function machineAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address));
}

/** Names under which the bound address is reached: the server refuses requests for any other host. */
function allowedHosts(host: string): string {
  const own = host === "0.0.0.0" || host === "::" ? [hostname(), ...machineAddresses()] : [host];
  return [process.env.STEPWELL_ALLOWED_HOSTS ?? "", ...own].filter((name) => name !== "").join(",");
}

/** Postgres, the build and the web server. Returns when the first page has answered. */
async function servePages({ options, home, instance, shutdown, terminal }: Serving) {
  const say = (text: string) => terminal.line(text);
  const { signal } = shutdown;
  const { host } = options;
  const port = await choosePort(home.portFile, host, options.port);
  const database = await startDatabase(home.postgres, ROOT, terminal);
  shutdown.add("Postgres", () => database.stop());
  await ensureBuild({ root: ROOT, dist: distDir(), log: join(home.logs, "build.log"), terminal, signal });
  signal.throwIfAborted();
  const url = urlOf(host, port);
  const log = join(home.logs, "web.log");
  const env = {
    ...database.env,
    STEPWELL_HOME: home.dir,
    STEPWELL_CODE_VERSION: codeVersion(ROOT),
    STEPWELL_ALLOWED_HOSTS: allowedHosts(host),
  };
  const web = startWeb({ root: ROOT, dist: distDir(), host, port, log, env, instance, say });
  shutdown.add("The web server", (force) => web.stop(force));
  await waitUntilAnswers(url, log, signal);
  signal.throwIfAborted();
  instance.setUrl(url);
  const entry = process.env.STEPWELL_TOKEN ? `${url}/?token=<your STEPWELL_TOKEN>` : url;
  say(`Stepwell  ${entry}   (${database.description}; Ctrl-C stops it)`);
  return { url, database };
}

/** The local agent and the environment of its trainers, which may take minutes: the pages work meanwhile. */
async function serveTraining({ home, instance, shutdown, terminal }: Serving, url: string, env: DatabaseEnv) {
  const [{ startAgent }, { installLog, preparePython }, { envPlace }] = await Promise.all([
    import("./lib/agent"),
    import("@/trainer-bridge/agent/python/install"),
    import("@/trainer-bridge/agent/python/env"),
  ]);
  const { signal } = shutdown;
  const agent = await startAgent({
    root: ROOT,
    url,
    data: home.agent,
    python: envPlace().python,
    log: join(home.logs, "agent.log"),
    database: env,
    instance,
    say: (text) => terminal.line(text),
  });
  shutdown.add("The agent", (force) => agent.stop(force));
  const log = installLog(home.logs);
  const prepared = await preparePython({ root: ROOT, extras: [], log, terminal, signal });
  if (!("problem" in prepared)) return true;
  terminal.line(`The trainer cannot run yet: ${prepared.problem}`);
  return false;
}

/** The pages go on whatever keeps the trainer away. */
async function tryTraining(serving: Serving, url: string, env: DatabaseEnv): Promise<boolean> {
  try {
    return await serveTraining(serving, url, env);
  } catch (error) {
    serving.shutdown.signal.throwIfAborted();
    serving.terminal.line(`No training on this machine for now: ${messageOf(error)}`);
    return false;
  }
}

async function quickstart({ options, home, shutdown, terminal }: Serving, url: string) {
  const { runQuickstart } = await import("./lib/quickstart");
  const { again, preset } = options;
  await runQuickstart({ url, home: home.dir, again, preset, terminal, signal: shutdown.signal });
}

/** A launch that was refused is told; the pages stay to find out why. */
async function tryQuickstart(serving: Serving, url: string): Promise<void> {
  try {
    await quickstart(serving, url);
  } catch (error) {
    serving.shutdown.signal.throwIfAborted();
    serving.terminal.line(messageOf(error));
  }
}

/** What hosts install from this server. The pages do without; their dialog says what is missing. */
async function tryAgentFiles({ terminal, shutdown }: Serving): Promise<void> {
  try {
    const { buildAgentFiles } = await import("./lib/agent-dist/dist");
    await buildAgentFiles(ROOT);
  } catch (error) {
    shutdown.signal.throwIfAborted();
    terminal.line(`No host can be added for now: the agent's files could not be made (${messageOf(error)})`);
  }
}

async function serve(serving: Serving): Promise<void> {
  const { url, database } = await servePages(serving);
  const agentFiles = tryAgentFiles(serving);
  const ready = serving.options["no-agent"] || (await tryTraining(serving, url, database.env));
  if (serving.options.quickstart && ready) await tryQuickstart(serving, url);
  await agentFiles;
  await serving.shutdown.requested();
}

/** A second start: says where the first one is; a second quickstart follows or launches through it. */
async function joinRunning(running: InstanceState, options: Options, home: Home, terminal: Terminal) {
  terminal.line(`Stepwell runs already: ${running.url ?? "it is starting"}   (process ${running.owner.pid})`);
  if (!options.quickstart || running.url === null) return;
  const shutdown = new Shutdown((text) => terminal.line(text));
  shutdown.listen();
  const { runQuickstart } = await import("./lib/quickstart");
  await runQuickstart({
    url: running.url,
    home: home.dir,
    again: options.again,
    preset: options.preset,
    terminal,
    signal: shutdown.signal,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<number> {
  const terminal = new Terminal();
  // A terminal that went away must not keep the children from being stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const options = readOptions();
  if (options.help) {
    terminal.line(HELP);
    return 0;
  }
  // The web server reads the same variables: with a wrong one it would die and be started again for ever.
  checkBindSafety(options.host, parseEnv(process.env).token);
  const home = openHome();
  const claim = await Instance.claim(home.stateFile, ROOT);
  if (!(claim instanceof Instance)) {
    await joinRunning(claim, options, home, terminal);
    return 0;
  }
  const shutdown = new Shutdown((text) => terminal.line(text));
  shutdown.add("The claim on the home folder", async () => claim.release());
  shutdown.listen();
  try {
    await serve({ options, home, instance: claim, shutdown, terminal });
    return 0;
  } catch (error) {
    if (error instanceof StopRequested || shutdown.signal.aborted) return 0;
    terminal.line(messageOf(error));
    return 1;
  } finally {
    await shutdown.run();
    terminal.settle();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(messageOf(error));
    process.exit(1);
  },
);

/**
 * `npm start`: Postgres, migrations, the production build where it is stale, the web server and the local agent,
 * until Ctrl-C. `npm run quickstart` is the same and launches the quickstart ablation (--quickstart).
 * Imports that cost time are made where they are needed: the first page is to answer within three seconds.
 */
import { parseArgs } from "node:util";
import { distDir, ensureBuild } from "./lib/build";
import { startDatabase } from "./lib/database";
import { openHome, ROOT } from "./lib/home";
import { Instance } from "./lib/instance";
import { choosePort } from "./lib/ports";
import { Shutdown, StopRequested } from "./lib/shutdown";
import { Terminal } from "./lib/terminal";
import { startWeb, urlOf, waitUntilAnswers } from "./lib/web";

const HELP = `npm start [-- options]          serve Stepwell on this machine
npm run quickstart [-- options] the same, and launch the quickstart ablation
  --port N     port to serve on (default: last time's, else 4173 or the next free one)
  --host H     address to bind (default 127.0.0.1; any other needs STEPWELL_TOKEN)
  --no-agent   serve the pages only
  --again      quickstart: launch anew though a finished one is there`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      host: { type: "string", default: "127.0.0.1" },
      "no-agent": { type: "boolean", default: false },
      quickstart: { type: "boolean", default: false },
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

async function serve(options: Options, instance: Instance, shutdown: Shutdown, terminal: Terminal) {
  const home = openHome();
  const say = (text: string) => terminal.line(text);
  const { signal } = shutdown;
  const port = await choosePort(home.portFile, options.host, options.port);
  const database = await startDatabase(home.postgres, ROOT, terminal);
  shutdown.add("Postgres", () => database.stop());
  await ensureBuild({ root: ROOT, dist: distDir(), log: `${home.logs}/build.log`, terminal, signal });
  signal.throwIfAborted();
  const url = urlOf(options.host, port);
  const log = `${home.logs}/web.log`;
  const web = startWeb({
    root: ROOT,
    dist: distDir(),
    host: options.host,
    port,
    log,
    env: database.env,
    instance,
    say,
  });
  shutdown.add("The web server", (force) => web.stop(force));
  await waitUntilAnswers(url, log, signal);
  signal.throwIfAborted();
  instance.setUrl(url);
  say(`Stepwell  ${url}   (${database.description}; Ctrl-C stops it)`);
  await shutdown.requested();
}

async function main(): Promise<number> {
  const terminal = new Terminal();
  const options = readOptions();
  if (options.help) {
    terminal.line(HELP);
    return 0;
  }
  const claim = await Instance.claim(openHome().stateFile, ROOT);
  if (!(claim instanceof Instance)) {
    terminal.line(`Stepwell runs already: ${claim.url ?? "it is starting"}   (process ${claim.owner.pid})`);
    return 0;
  }
  const shutdown = new Shutdown((text) => terminal.line(text));
  shutdown.add("The claim on the home folder", async () => claim.release());
  shutdown.listen();
  try {
    await serve(options, claim, shutdown, terminal);
    return 0;
  } catch (error) {
    if (error instanceof StopRequested || shutdown.signal.aborted) return 0;
    terminal.line(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await shutdown.run();
    terminal.settle();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

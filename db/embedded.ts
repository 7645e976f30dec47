import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { findBinaries, type PostgresBinaries, socketRoot } from "./postgres-binaries";

const USER = "stepwell";
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 20_000;

export interface EmbeddedServer {
  socketDir: string;
  pid: number;
  /** True if it ran already: a killed parent leaves Postgres running, and the next start adopts it. */
  adopted: boolean;
  stop(): Promise<void>;
}

/** Connection options of postgres.js for a database of an embedded server. */
export function socketOptions(socketDir: string, database: string) {
  return { host: socketDir, port: 5432, user: USER, database };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Answers the moment the server takes connections. */
async function accepts(socketDir: string): Promise<boolean> {
  const sql = postgres({
    ...socketOptions(socketDir, "postgres"),
    max: 1,
    connect_timeout: 2,
    onnotice: () => {},
  });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function livePostmaster(dataDir: string): number | null {
  const file = join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : null;
}

function ownDirectory(path: string, binaries: PostgresBinaries, mode: number): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  if (binaries.account) chownSync(path, binaries.account.uid, binaries.account.gid);
}

function initialise(dataDir: string, binaries: PostgresBinaries): void {
  if (existsSync(join(dataDir, "PG_VERSION"))) return;
  const args = ["-D", dataDir, "-U", USER, "-A", "trust", "--encoding=UTF8"];
  args.push("--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions");
  const made = spawnSync(binaries.initdb, args, {
    ...binaries.account,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  if (made.status === 0) return;
  const said = `${made.error?.message ?? ""}${made.stderr ?? ""}`.trim();
  const hint = /No space left/.test(said) ? " The disk is full: free some space and start again." : "";
  throw new Error(`Postgres could not be initialised in ${dataDir}.${hint}\n${said}`);
}

function launch(
  dataDir: string,
  socketDir: string,
  binaries: PostgresBinaries,
  settings: string[],
): ChildProcess {
  const log = openSync(join(dataDir, "..", "postgres.log"), "a");
  const fixed = ["listen_addresses=", `unix_socket_directories=${socketDir}`, "unix_socket_permissions=0700"];
  const args = ["-D", dataDir, ...[...fixed, ...settings].flatMap((s) => ["-c", s])];
  // A group of its own: Ctrl-C in the terminal must reach Postgres last, through stop().
  const child = spawn(binaries.postgres, args, {
    ...binaries.account,
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
  return child;
}

async function waitUntilReady(socketDir: string, child: ChildProcess, home: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    if (existsSync(join(socketDir, ".s.PGSQL.5432")) && (await accepts(socketDir))) return;
    await sleep(20);
  }
  throw new Error(`Postgres did not start. Its log: ${join(home, "postgres.log")}`);
}

async function stop(pid: number, socketDir: string): Promise<void> {
  if (isAlive(pid)) process.kill(pid, "SIGINT"); // fast shutdown: open transactions are rolled back, data is flushed
  const deadline = Date.now() + STOP_LIMIT_MS;
  while (isAlive(pid) && Date.now() < deadline) await sleep(20);
  if (isAlive(pid)) return void process.kill(pid, "SIGQUIT");
  if (existsSync(socketDir) && readdirSync(socketDir).length === 0) rmdirSync(socketDir);
}

/**
 * Starts (or adopts) the Postgres server whose data lies in `home/data`. Socket only, in a folder of mode 0700.
 * @param settings extra `name=value` server settings
 * @throws with a sentence that names the cause and the fix
 */
export async function startEmbedded(home: string, settings: string[] = []): Promise<EmbeddedServer> {
  const binaries = findBinaries();
  const dataDir = join(home, "data");
  mkdirSync(home, { recursive: true, mode: 0o755 });
  ownDirectory(dataDir, binaries, 0o700);
  const socketDir = join(
    socketRoot(),
    `stepwell-${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`,
  );
  const running = livePostmaster(dataDir);
  if (running !== null && (await accepts(socketDir)))
    return { socketDir, pid: running, adopted: true, stop: () => stop(running, socketDir) };
  initialise(dataDir, binaries);
  ownDirectory(socketDir, binaries, 0o700);
  const child = launch(dataDir, socketDir, binaries, settings);
  await waitUntilReady(socketDir, child, home);
  const pid = child.pid;
  if (pid === undefined) throw new Error("Postgres started without a process id");
  return { socketDir, pid, adopted: false, stop: () => stop(pid, socketDir) };
}

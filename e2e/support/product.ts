import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../../scripts/lib/home";
import { type InstanceState, readState } from "../../scripts/lib/instance";
import { anyPort } from "../../scripts/lib/ports";

const START_LIMIT_MS = 45_000;
const STOP_LIMIT_MS = 90_000;

/** Stepwell as a user runs it: `scripts/start.ts` in a home folder of its own, on a free port. */
export interface Product {
  url: string;
  home: string;
  /** From the command to the first page that answered. */
  firstPageMs: number;
  process: ChildProcess;
  state(): InstanceState | null;
  output(): string;
  /** SIGINT, as Ctrl-C sends it; answers the exit code and leaves the home folder. */
  interrupt(): Promise<number | null>;
  /** Stops; removes the home folder unless the caller brought it. */
  dispose(): Promise<void>;
}

/** A home folder that Postgres can pass through even as another account. */
export function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), "stepwell-e2e-"));
  chmodSync(home, 0o755);
  return home;
}

async function untilPageAnswers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  let over = false;
  child.once("close", () => {
    over = true;
  });
  while (Date.now() < deadline && !over) {
    try {
      if ((await fetch(url)).status === 200) return;
    } catch {
      // not listening yet
    }
    await sleep(15);
  }
  throw new Error(`Stepwell did not start (exit ${child.exitCode}):\n${output()}`);
}

function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  // Not "exit": what it said last has arrived only when its pipes are closed.
  return new Promise((resolve) => child.once("close", (code) => resolve(code)));
}

/** Starts the product. The build must be there already (scripts/lib/build.ts). */
export async function startProduct(options: { home?: string; args?: string[] } = {}): Promise<Product> {
  const home = options.home ?? makeHome();
  const port = await anyPort();
  const began = Date.now();
  // Never the developer's own server or token: journeys write, and look as a stranger on loopback.
  const { DATABASE_URL, STEPWELL_TOKEN, ...rest } = process.env;
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "scripts/start.ts", "--port", String(port), ...(options.args ?? [])],
    { cwd: ROOT, env: { ...rest, STEPWELL_HOME: home }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  const output = () => said;
  const interrupt = async () => {
    if (child.exitCode === null) child.kill("SIGINT");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
    const code = await exitOf(child);
    clearTimeout(timer);
    return code;
  };
  const dispose = async () => {
    await interrupt();
    if (options.home !== undefined) return; // the caller's, perhaps another product's too
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilPageAnswers(url, child, output);
  } catch (error) {
    await dispose();
    throw error;
  }
  const firstPageMs = Date.now() - began;
  const state = () => readState(join(home, "running.json"));
  return { url, home, firstPageMs, process: child, state, output, interrupt, dispose };
}

/** Process id of the embedded Postgres below a home folder, or null if its pid file is gone. */
export function postmasterOf(home: string): number | null {
  try {
    return Number(readFileSync(join(home, "postgres", "data", "postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return null;
  }
}

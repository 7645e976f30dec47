import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pollUntil } from "../poll";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** A folder of its own under the system's temporary one; remove it with `rmSync`. */
export function freshFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "stepwell-agent-")));
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

/** Long, for a machine may be busy with other work; nothing waits longer than it has to. */
export const PATIENCE = { timeout: 120_000 };

/** Waits until the question is answered with yes. @throws what never happened, if it is not in time */
export async function eventually(what: string, ask: () => boolean | Promise<boolean>, withinMs = 60_000) {
  if (!(await pollUntil(ask, { everyMs: 20, withinMs }))) throw new Error(`never happened: ${what}`);
}

export interface AgentProcess {
  child: ChildProcess;
  /** Everything it has written to stdout and stderr. */
  output(): string;
  exited: Promise<number | string>;
}

export interface AgentProcessWishes {
  server: string;
  token: string;
  dataDir: string;
  python: string;
  capacity?: number;
  more?: string[];
  /** Added to this process's own. */
  env?: Record<string, string>;
}

/** Runs the real main.ts as a process of its own. */
export function spawnAgent({
  server,
  token,
  dataDir,
  python,
  capacity = 2,
  more = [],
  env = {},
}: AgentProcessWishes): AgentProcess {
  const flags = ["--server", server, "--data", dataDir, "--python", python, "--capacity", String(capacity)];
  const fast = ["--launcher-config", '{"termMs":300,"pollMs":20}', "--name", "test-host"];
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, ...flags, ...fast, ...more], {
    cwd: ROOT,
    env: { ...process.env, ...env, STEPWELL_AGENT_TOKEN: token },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += String(chunk)));
  const exited = new Promise<number | string>((resolve) =>
    child.once("exit", (code, signal) => resolve(signal ?? code ?? "unknown")),
  );
  return { child, output: () => said, exited };
}

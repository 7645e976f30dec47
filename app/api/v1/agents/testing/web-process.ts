import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./web-main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../../..", import.meta.url));

/** A web server in a process of its own, which dies as processes die and comes back at the same address. */
export class WebProcess {
  private child: ChildProcess | null = null;
  url = "";

  /** @param env added to this process's own */
  constructor(
    private readonly database: { socketDir: string; database: string },
    private readonly env: Record<string, string> = {},
  ) {}

  /** Resolves once it answers. @throws if it ends before */
  async start(): Promise<void> {
    const port = this.url === "" ? "0" : new URL(this.url).port;
    // The condition is Next's own: it makes `server-only` an empty module.
    const args = ["--conditions=react-server", "--import", "tsx", MAIN, port];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: {
        ...process.env,
        ...this.env,
        STEPWELL_PG_SOCKET: this.database.socketDir,
        STEPWELL_PG_DATABASE: this.database.database,
        STEPWELL_LOG_LEVEL: "warn",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.child = child;
    const said = new Promise<string>((resolve, reject) => {
      child.once("exit", (code, signal) => reject(new Error(`the web server ended: ${signal ?? code}`)));
      createInterface({ input: child.stdout }).once("line", resolve);
    });
    this.url = await said;
  }

  /** kill -9, whatever it is doing. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }
}

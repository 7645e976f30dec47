import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { pollUntil } from "../../../poll";

const VERSION = "2.58.1";
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "stepwell", "engines");
const HOME = join(CACHE, `ray-${VERSION}`);
const INSTALLED = join(HOME, "installed");
const INSTALL_LIMIT_MS = 480_000;
const START_LIMIT_MS = 120_000;
const START_TRIES = 3;

/** Installs Ray from PyPI into the user's cache, once. Returns why that cannot be, or an empty text. */
export function installRay(): string {
  if (existsSync(INSTALLED)) return "";
  mkdirSync(CACHE, { recursive: true });
  const steps: [string, string[]][] = [
    ["python3", ["-m", "venv", "--clear", HOME]],
    [join(HOME, "bin", "python"), ["-m", "pip", "install", "--quiet", `ray[default]==${VERSION}`]],
  ];
  for (const [program, args] of steps) {
    const ran = spawnSync(program, args, { encoding: "utf8", timeout: INSTALL_LIMIT_MS });
    if (ran.status !== 0)
      return `${program} ${args.join(" ")}: ${ran.error?.message ?? ran.stderr.slice(-500)}`;
  }
  writeFileSync(INSTALLED, VERSION);
  return "";
}

const nodeList = z.object({
  data: z.object({
    result: z.object({ result: z.array(z.object({ state: z.string(), node_ip: z.string() })) }),
  }),
});

/** Whether a connection to the port is taken. */
function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5000 });
    const end = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}

/** A real Ray head of the test's own: ports and a folder of its own, everything else its default. */
export class RayHead {
  private child: ChildProcess | null = null;
  private folder = "";

  private constructor(
    private readonly ports: { gcs: number; dashboard: number; metrics: number; client: number },
    private readonly resources: string[],
  ) {}

  /** Starts it and waits until its dashboard answers. `resources` are flags of `ray start`. */
  static async start(resources: string[]): Promise<RayHead> {
    const [gcs = 0, dashboard = 0, metrics = 0, client = 0] = await freePorts(4);
    const head = new RayHead({ gcs, dashboard, metrics, client }, resources);
    await head.restart();
    return head;
  }

  get address(): string {
    return `http://127.0.0.1:${this.ports.dashboard}`;
  }

  /** Starts a head that knows nothing of the one before, at the same address. On a crowded machine Ray may give up. */
  async restart(): Promise<void> {
    for (let left = START_TRIES; left > 0; left--) {
      this.launch();
      await pollUntil(async () => this.hasEnded() || (await this.answers()), {
        everyMs: 200,
        withinMs: START_LIMIT_MS,
      });
      if (!this.hasEnded() && (await this.answers())) return;
      const said = this.log().slice(-2000);
      await this.kill();
      if (left === 1) throw new Error(`Ray's head does not start: ${said}`);
    }
  }

  private launch(): void {
    this.folder = mkdtempSync(join(tmpdir(), "sw-ray-"));
    const { gcs, dashboard, metrics, client } = this.ports;
    const flags = {
      port: gcs,
      "dashboard-host": "127.0.0.1",
      "dashboard-port": dashboard,
      "metrics-export-port": metrics,
      // It waits half a minute for the node and takes the whole head with it if that is late; it cannot be left out.
      "ray-client-server-port": client,
      "dashboard-agent-listen-port": 0,
      "object-store-memory": 80_000_000,
      "temp-dir": this.folder,
    };
    const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
    const output = openSync(join(this.folder, "head.log"), "a");
    const fixed = ["start", "--head", "--block", "--disable-usage-stats"];
    this.child = spawn(join(HOME, "bin", "ray"), [...fixed, ...args, ...this.resources], {
      cwd: this.folder,
      // A group of its own: what it starts stays in it and ends with it.
      detached: true,
      stdio: ["ignore", output, output],
      env: {
        ...process.env,
        PATH: `${join(HOME, "bin")}:${process.env.PATH}`,
        RAY_USAGE_STATS_ENABLED: "0",
        RAY_DASHBOARD_STARTUP_TIMEOUT_S: "120",
        RAY_DASHBOARD_SUBPROCESS_MODULE_WAIT_READY_TIMEOUT: "120",
      },
    });
    closeSync(output);
    const { pid } = this.child;
    // A test run that is broken off leaves no head behind.
    if (pid !== undefined) process.once("exit", () => signalGroup(pid));
  }

  private hasEnded(): boolean {
    return this.child === null || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Kills the head and everything of Ray on this machine's node, as a failing machine does; the jobs are Ray's to end. */
  async kill(): Promise<void> {
    const pid = this.child?.pid;
    if (!pid) return;
    signalGroup(pid);
    await pollUntil(() => !signalGroup(pid, 0), { everyMs: 50, withinMs: 20_000 });
    this.child = null;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /**
   * The dashboard answers before there is a node that could run anything, and Ray's client server takes the whole head
   * with it where that node is late: it listens only once it has seen the node.
   */
  private async answers(): Promise<boolean> {
    if (!this.log().includes("Ray runtime started")) return false;
    const said = await this.ask("/api/jobs/");
    if (said?.status !== 200) return false;
    const nodes = nodeList.safeParse(await (await this.ask("/api/v0/nodes"))?.json().catch(() => null));
    const [node] = nodes.success ? nodes.data.data.result.result : [];
    return node?.state === "ALIVE" && listens(node.node_ip, this.ports.client);
  }

  private ask(path: string): Promise<Response | null> {
    return fetch(`${this.address}${path}`, { signal: AbortSignal.timeout(5000) }).catch(() => null);
  }

  private log(): string {
    return readFileSync(join(this.folder, "head.log"), "utf8");
  }
}

function signalGroup(pgid: number, signal: NodeJS.Signals | 0 = "SIGKILL"): boolean {
  try {
    return process.kill(-pgid, signal);
  } catch {
    return false;
  }
}

/** Ports that nobody listens on; held until all are found, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { WebProcess } from "@/app/api/v1/agents/testing/web-process";
import type { LauncherName } from "@/lib/contracts/launchers";
import { mintToken } from "@/lib/server/tokens";
import { isGroupAlive, signalGroup } from "@/trainer-bridge/agent/process-group";
import { type AgentProcess, spawnAgent } from "@/trainer-bridge/agent/testing/agent-process";
import { AttemptFolders } from "@/trainer-bridge/agent/testing/attempt-folders";
import { writeLoggingPython } from "@/trainer-bridge/agent/testing/logging-python";
import { Clocks } from "./clock";
import { type Disk, openDisk } from "./disk";
import type { Engine, Places } from "./engines/engine";
import { Network } from "./network";
import { DATABASE, Store } from "./store";

/** How the stand-in for the trainer works, and for which seeds the real one takes its place. */
export interface Pace {
  trainSteps: number;
  stepSeconds: number;
  /** A Python with the trainer's packages. */
  realPython?: string;
  realSeeds?: number[];
}

export interface WorldWishes {
  launcher: LauncherName;
  engine: Engine;
  capacity: number;
  pace: Pace;
}

const OPEN = new Set<World>();

/** Ends every world that is open: for a bench that is broken off. */
export async function closeWorlds(): Promise<void> {
  await Promise.all([...OPEN].map((world) => world.close()));
}

/**
 * Everything that the product is made of, as processes that can be killed: Postgres, the web server's routes, an agent
 * and the trainers that it starts, with a network, a disk and clocks of the bench's own between and below them.
 */
export class World {
  /** Attempts of which the bench has killed a process. */
  readonly killed = new Set<string>();
  /** Attempts that ran on a full disk or whose engine was killed below them: they may fail or be lost for that. */
  readonly shaken = new Set<string>();
  readonly folders: AttemptFolders;
  readonly places: Places;
  private agent: AgentProcess | null = null;
  private said: string[] = [];

  private constructor(
    readonly home: string,
    readonly wishes: WorldWishes,
    readonly store: Store,
    readonly web: WebProcess,
    readonly network: Network,
    readonly disk: Disk,
    readonly clocks: Clocks,
    private readonly token: string,
  ) {
    const [dataDir, remoteDir] = ["here", "there"].map((name) => join(disk.folder, name));
    this.places = { dataDir: dataDir ?? "", remoteDir: remoteDir ?? "", python: this.writePython() };
    this.folders = new AttemptFolders(wishes.engine.recordsIn(this.places));
  }

  /** Starts all of it. @throws if a part of it does not come up; what had started is ended */
  static async open(wishes: WorldWishes): Promise<World> {
    const home = realpathSync(mkdtempSync(join(tmpdir(), "stepwell-faults-")));
    chmodSync(home, 0o755);
    const store = await Store.open(join(home, "postgres"));
    const clocks = new Clocks(join(home, "clocks"));
    const web = new WebProcess({ socketDir: store.socketDir, database: DATABASE }, clocks.environment("web"));
    await web.start();
    const network = await Network.open(() => Number(new URL(web.url).port));
    const { token } = await mintToken(store.handle.db, "agent", "fault bench");
    const disk = openDisk(join(home, "disk"));
    const world = new World(home, wishes, store, web, network, disk, clocks, token);
    OPEN.add(world);
    world.startAgent();
    return world;
  }

  get ledger(): string {
    return join(this.home, "ledger");
  }

  startAgent(): void {
    const { dataDir, python } = this.places;
    const { launcher, engine, capacity } = this.wishes;
    const config = JSON.stringify(engine.config(this.places));
    const more = ["--launcher", launcher, "--launcher-config", config, "--name", launcher];
    this.agent = spawnAgent({
      ...{ server: this.network.url, token: this.token, dataDir, python, capacity },
      more: [...more, "--grace-ms", "5000"],
      env: { ...this.clocks.environment("agent"), STEPWELL_FAULT_BENCH: this.home },
    });
  }

  /** kill -9, whatever it is doing. */
  async killAgent(): Promise<void> {
    await this.endAgent("SIGKILL");
  }

  /** Kills a process of an attempt, with its group. False if it had ended. */
  killProcess(attemptId: string, pid: number): boolean {
    if (!isGroupAlive(pid)) return false;
    this.killed.add(attemptId);
    signalGroup(pid, "SIGKILL");
    return true;
  }

  /** Notes that whatever the agent has not done with may end by no fault of its own. */
  shake(): void {
    const open = new AttemptFolders(this.places.dataDir)
      .list()
      .filter((runDir) => !existsSync(join(runDir, "closed.json")));
    for (const runDir of open) this.shaken.add(basename(runDir));
  }

  /** Attempts that have not ended, or of which something may not have arrived yet. */
  async openAttempts(): Promise<number> {
    const [row] = await this.store.ask(
      ({ sql }) => sql<{ n: number }[]>`
        select count(*)::int as n from attempts where ended_at is null
          or (drained_at is null and exists (select 1 from streams s where s.attempt_id = attempts.id))`,
    );
    return row?.n ?? 0;
  }

  /** @throws with what it said, if the agent has ended by itself */
  assertAgent(): void {
    const ended = this.agent && (this.agent.child.exitCode ?? this.agent.child.signalCode);
    if (ended !== null) throw new Error(`the agent has ended (${ended}): ${this.output().slice(-3000)}`);
  }

  /** What the agents have said, the latest last. */
  output(): string {
    return [...this.said, this.agent?.output() ?? ""].join("\n");
  }

  /** Ends the agent as a person does; trainers go on. */
  async stopAgent(): Promise<void> {
    await this.endAgent("SIGTERM");
  }

  async close(): Promise<void> {
    OPEN.delete(this);
    await this.killAgent();
    for (const pid of this.folders.pids()) signalGroup(pid, "SIGKILL");
    await this.network.close();
    await this.web.kill();
    await this.store.close();
    this.disk.close();
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  private async endAgent(signal: NodeJS.Signals): Promise<void> {
    const { agent } = this;
    if (!agent) return;
    this.agent = null;
    agent.child.kill(signal);
    await agent.exited;
    this.said.push(agent.output());
  }

  private writePython(): string {
    mkdirSync(this.ledger, { recursive: true });
    const pace = join(this.home, "pace.json");
    writeFileSync(pace, JSON.stringify({ ...this.wishes.pace, ledger: this.ledger }));
    return writeLoggingPython(this.home, {
      STEPWELL_PACE: pace,
      STEPWELL_FAULT_BENCH: this.home,
      ...this.clocks.environment("trainer"),
    });
  }
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test as base } from "vitest";
import type { AttemptObservation, Lease } from "../../../lib/contracts";
import { LAUNCHERS } from "../launchers";
import { openLauncher } from "../launchers/types";
import { type AgentProcess, eventually, freshFolder, removeFolder, spawnAgent } from "./agent-process";
import { writeFakePython } from "./fake-python";
import { type FakeServer, startFakeServer } from "./fake-server";
import { type LeaseWishes, makeLease } from "./leases";

/** A data folder, a server that speaks the contract, and agents as real processes. */
export interface World {
  dataDir: string;
  server: FakeServer;
  startAgent(more?: string[], wishes?: { python?: string; token?: string }): AgentProcess;
  /** Puts a job into the server's queue; the name's first word is what its trainer does. */
  offer(name: string, wishes?: Partial<LeaseWishes>): Lease;
  inRunDir(lease: Lease, name: string): string;
  /** The server's latest word on an attempt. */
  latest(lease: Lease): Partial<AttemptObservation>;
  trainerPid(lease: Lease): number;
  running(lease: Lease): Promise<void>;
  /** The agent reported its end, all sent, and closed it. */
  settled(lease: Lease): Promise<void>;
}

/** Takes over what `close` has to end afterwards. */
async function openWorld(): Promise<{ world: World; close(): Promise<void>; output(): string }> {
  const dataDir = freshFolder();
  const server = await startFakeServer();
  const agents: AgentProcess[] = [];
  const attempts = join(dataDir, "attempts");
  const inRunDir = (lease: Lease, name: string) => join(attempts, lease.attemptId, name);
  const latest: World["latest"] = (lease) => server.observations.get(lease.attemptId) ?? {};
  const world: World = {
    dataDir,
    server,
    inRunDir,
    latest,
    startAgent(more = [], { python = writeFakePython(dataDir), token = server.token } = {}) {
      const agent = spawnAgent({ server: server.url, token, dataDir, python, more });
      agents.push(agent);
      return agent;
    },
    offer(name, wishes = {}) {
      const lease = makeLease({ dataDir, name, ...wishes });
      server.queue.push(lease);
      return lease;
    },
    trainerPid: (lease) => JSON.parse(readFileSync(inRunDir(lease, "seen.json"), "utf8")).pid,
    running: (lease) =>
      eventually(
        "it runs",
        () => existsSync(inRunDir(lease, "seen.json")) && latest(lease).state === "running",
      ),
    settled: (lease) =>
      eventually(
        "its end is reported",
        () => latest(lease).drained === true && existsSync(inRunDir(lease, "closed.json")),
      ),
  };
  const close = async () => {
    for (const agent of agents) agent.child.kill("SIGKILL");
    await Promise.all(agents.map((agent) => agent.exited));
    const launcher = openLauncher(LAUNCHERS.local, { termMs: 0 });
    const left = existsSync(attempts) ? readdirSync(attempts) : [];
    for (const name of left) await launcher.stop(join(attempts, name), { graceMs: 0 });
    removeFolder(dataDir);
    await server.close();
  };
  return { world, close, output: () => agents.map((agent) => agent.output()).join("\n") };
}

/** `test` with a world of its own, so that tests may run side by side. */
export const test = base.extend<{ world: World }>({
  world: async ({ onTestFailed }, use) => {
    const { world, close, output } = await openWorld();
    onTestFailed(() => console.error(output()));
    await use(world);
    await close();
  },
});

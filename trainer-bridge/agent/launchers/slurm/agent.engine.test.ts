import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  type AgentProcess,
  eventually,
  freshFolder,
  removeFolder,
  spawnAgent,
} from "../../testing/agent-process";
import { writeFakePython } from "../../testing/fake-python";
import { startFakeServer } from "../../testing/fake-server";
import { makeLease } from "../../testing/leases";
import { onSlurm } from "./testing/attempt";

await onSlurm("stepwell-agent --launcher slurm", () => {
  test(
    "leases, submits, is killed, comes back and reports the true end; a cancelled one is cancelled",
    {
      timeout: 180_000,
    },
    underAnAgent,
  );
});

async function underAnAgent(): Promise<void> {
  const dataDir = freshFolder();
  const server = await startFakeServer();
  const settings = JSON.stringify({ termMs: 300, pollMs: 200, settleMs: 1500, mem: "20M" });
  const agents: AgentProcess[] = [];
  const startAgent = () => {
    const more = ["--launcher", "slurm", "--launcher-config", settings];
    const python = writeFakePython(dataDir);
    const agent = spawnAgent({ server: server.url, token: server.token, dataDir, python, more });
    agents.push(agent);
    return agent;
  };
  const offer = (name: string) => {
    const lease = makeLease({ dataDir, name });
    server.queue.push(lease);
    return { id: lease.attemptId, at: (file: string) => join(dataDir, "attempts", lease.attemptId, file) };
  };
  const word = (id: string) => server.observations.get(id);
  try {
    const first = startAgent();
    const [finishing, cancelled] = [offer("until"), offer("cancellable")];
    for (const { id } of [finishing, cancelled]) {
      await eventually("it runs", () => word(id)?.state === "running");
      expect(word(id)?.engineState).toBe("RUNNING on localhost");
    }
    first.child.kill("SIGKILL");
    await first.exited;
    server.observations.clear();
    startAgent();
    await eventually("it is adopted", () => word(finishing.id)?.state === "running");
    writeFileSync(finishing.at("finish"), "3");
    server.orders.set(cancelled.id, "cancel");
    for (const { id, at } of [finishing, cancelled]) {
      await eventually(
        "its end is reported",
        // The token goes last.
        () => word(id)?.drained === true && existsSync(at("closed.json")) && !existsSync(at("token")),
      );
      expect(readFileSync(at("starts"), "utf8")).toBe("x");
      expect(existsSync(at("launch.json"))).toBe(false);
    }
    expect(word(finishing.id)).toMatchObject({ state: "exited", exitCode: 3 });
    expect(word(cancelled.id)).toMatchObject({ state: "exited", exitCode: 75 });
  } finally {
    for (const agent of agents) agent.child.kill("SIGKILL");
    await Promise.all(agents.map((agent) => agent.exited));
    await server.close();
    removeFolder(dataDir);
  }
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive } from "./process-identity.mjs";
import {
  type AgentProcess,
  eventually,
  freshFolder,
  removeFolder,
  spawnAgent,
} from "./testing/agent-process";
import { writeFakePython } from "./testing/fake-python";
import { type FakeServer, startFakeServer } from "./testing/fake-server";
import { makeLease } from "./testing/leases";

let dataDir: string;
let server: FakeServer;
let agents: AgentProcess[];

beforeEach(async () => {
  dataDir = freshFolder();
  server = await startFakeServer();
  agents = [];
});
afterEach(async () => {
  for (const agent of agents) agent.child.kill("SIGKILL");
  removeFolder(dataDir);
  await server.close();
});

function startAgent(more: string[] = []): AgentProcess {
  const python = writeFakePython(dataDir);
  const agent = spawnAgent({ server: server.url, token: server.token, dataDir, python, more });
  agents.push(agent);
  return agent;
}

test("runs a job to its end and reports it", { timeout: 60_000 }, async () => {
  const lease = makeLease({ dataDir, name: "succeed" });
  server.queue.push(lease);
  const agent = startAgent();
  await eventually("exit 0", () => server.observations.get(lease.attemptId)?.drained === true).catch((e) => {
    console.log(agent.output());
    throw e;
  });
  expect(server.observations.get(lease.attemptId)).toMatchObject({
    state: "exited",
    exitCode: 0,
    detail: "",
  });
  agent.child.kill("SIGTERM");
  expect(await agent.exited).toBe(0);
  console.log(agent.output());
});

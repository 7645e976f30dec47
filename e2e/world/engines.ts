import { rmSync } from "node:fs";
import { installRay, RayHead } from "../../trainer-bridge/agent/launchers/ray/testing/ray-head";
import {
  type SlurmCluster,
  startSlurmCluster,
} from "../../trainer-bridge/agent/launchers/slurm/testing/cluster";
import { envPlace } from "../../trainer-bridge/agent/python/env";
import { type AgentProcess, freshFolder, spawnAgent } from "../../trainer-bridge/agent/testing/agent-process";
import { mintAgentToken } from "./agent-token";
import { serverUrl } from "./server";

/** A real cluster engine on this machine with a real agent of its own in front of it. */
export interface EngineHost {
  name: string;
  /** What the agent wrote, for a failure's message. */
  output(): string;
  close(): Promise<void>;
}

interface Engine {
  launcher: string;
  config: Record<string, unknown>;
  env?: Record<string, string>;
  close(): Promise<void>;
}

async function withAgent(name: string, engine: Engine, capacity: number): Promise<EngineHost> {
  const dataDir = freshFolder();
  const agent: AgentProcess = spawnAgent({
    server: serverUrl(),
    token: await mintAgentToken(name),
    dataDir,
    python: envPlace().python,
    capacity,
    more: ["--launcher", engine.launcher, "--launcher-config", JSON.stringify(engine.config), "--name", name],
    ...(engine.env && { env: engine.env }),
  });
  return {
    name,
    output: () => agent.output(),
    close: async () => {
      agent.child.kill("SIGTERM");
      await agent.exited;
      await engine.close();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** slurmctld, slurmd and an agent that submits to them; or why there are none here. */
export async function startSlurmHost(name: string): Promise<EngineHost | string> {
  const cluster: SlurmCluster | string = await startSlurmCluster();
  if (typeof cluster === "string") return cluster;
  const config = { termMs: 2000, pollMs: 500, settleMs: 5000 };
  const env = { SLURM_CONF: cluster.conf };
  return withAgent(name, { launcher: "slurm", config, env, close: () => cluster.close() }, 2);
}

/** A Ray head and an agent that hands it jobs; or why there is none here. */
export async function startRayHost(name: string): Promise<EngineHost | string> {
  const missing = installRay();
  if (missing !== "") return missing;
  const head = await RayHead.start(["--num-cpus=2"]);
  const config = { address: head.address, termMs: 2000, pollMs: 500 };
  return withAgent(name, { launcher: "ray", config, close: () => head.kill() }, 1);
}

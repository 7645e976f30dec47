import {
  type AblationSpec,
  eventBatchAnswer,
  type HeartbeatAnswer,
  heartbeatAnswer,
  type LaunchAnswer,
  type Lease,
  launchAnswer,
  leaseAnswer,
  type RegisterRequest,
  registerAnswer,
} from "../../lib/contracts";
import { randomStream } from "../../lib/stats/random";
import type { Clock, Send } from "../../scripts/dev/seed/stages";
import { machineNow } from "../../scripts/dev/seed/system";
import { ApiClient } from "../../scripts/lib/api-client";
import { mintAgentToken } from "./agent-token";
import { api, serverUrl } from "./server";

type Ending = { exitCode: number; detail?: string };

/**
 * A host whose trainers are acted out by a test. It speaks the agent's own HTTP API, so that everything behind the
 * pages is as real as with a trainer; only the numbers are made up. Its ablations are pinned to it: the real agent of
 * the same server never takes their jobs.
 */
export class ActedHost {
  private readonly random = randomStream(1);

  private constructor(
    private readonly agent: ApiClient,
    private readonly agentId: string,
    readonly hostId: string,
  ) {}

  static async register(hostName: string): Promise<ActedHost> {
    const agent = new ApiClient(serverUrl(), await mintAgentToken(`acted: ${hostName}`));
    const request: RegisterRequest = {
      hostName,
      launcher: "local",
      capacity: 1,
      version: "acted",
      dataDir: "/nonexistent/acted",
      facts: { cores: "2" },
      trainer: { ready: true, detail: "acted out by a test" },
    };
    const { agentId, hostId } = await agent.post("/api/v1/agents/register", request, registerAnswer);
    return new ActedHost(agent, agentId, hostId);
  }

  /** Launches an ablation that only this host may run. */
  launch(spec: AblationSpec): Promise<LaunchAnswer> {
    return api().post("/api/v1/ablations", { ...spec, hostId: this.hostId }, launchAnswer);
  }

  /** The next job, already reported as running; null if none is ready. */
  async take(): Promise<Lease | null> {
    const request = { kinds: ["rewrite", "sft", "grpo", "evaluate"], running: [] };
    const { lease } = await this.agent.post(`/api/v1/agents/${this.agentId}/lease`, request, leaseAnswer);
    if (lease) await this.report(lease, null);
    return lease;
  }

  /** A heartbeat about one attempt: running, or ended with everything it logged delivered. */
  report(lease: Lease, ending: Ending | null): Promise<HeartbeatAnswer> {
    const observation = {
      attemptId: lease.attemptId,
      state: ending ? "exited" : "running",
      exitCode: ending?.exitCode ?? null,
      detail: ending?.detail ?? "",
      drained: ending !== null,
    };
    const log = [{ at: new Date().toISOString(), event: "acted", fields: { state: observation.state } }];
    const request = { observations: [observation], trainer: null, usage: machineNow(this.random), log };
    return this.agent.post(`/api/v1/agents/${this.agentId}/heartbeat`, request, heartbeatAnswer);
  }
}

/** Sends the events of a lease's attempt as its trainer would: with the attempt's token, numbered by stream. */
export function senderOf(lease: Lease, clock: Clock): Send {
  const client = new ApiClient(serverUrl(), lease.token);
  const seqs = new Map<string, number>();
  return async (kind, events) => {
    const numbered = events.map((event) => {
      const seq = (seqs.get(kind) ?? 0) + 1;
      seqs.set(kind, seq);
      return { ...event, seq, at: new Date(clock.now).toISOString() };
    });
    const batch = { schemaVersion: 1, stream: `${lease.attemptId}/${kind}`, events: numbered };
    await client.post(lease.spec.eventsPath, batch, eventBatchAnswer);
  };
}

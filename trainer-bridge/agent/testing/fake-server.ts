import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import {
  type AgentLogLine,
  type AttemptObservation,
  type HeartbeatRequest,
  type HostUsage,
  heartbeatAnswer,
  heartbeatRequest,
  type Lease,
  leaseAnswer,
  leaseRequest,
  type RegisterRequest,
  registerAnswer,
  registerRequest,
} from "../../../lib/contracts";
import { freshId } from "./leases";

type Order = "cancel" | "pause" | "forget";

/** The server's side of the contract in memory: checks each request by zod and remembers what was said. */
export interface FakeServer {
  url: string;
  token: string;
  registrations: RegisterRequest[];
  /** Leases to hand out, first come. */
  queue: Lease[];
  /** Most attempts that ran at once, by the agent's own words when it asked for one more. */
  mostRunning: number;
  orders: Map<string, Order>;
  /** The latest word on each attempt. */
  observations: Map<string, AttemptObservation>;
  /** What was wrong with a request, if anything ever was. */
  faults: string[];
  /** As the agent last said: a server leases nothing to a host whose trainer is not ready. */
  trainerReady: boolean;
  /** While set, every request is answered with this status. */
  failWith: number | null;
  requests: number;
  /** The agent's log as it came, repetitions left out. */
  log: AgentLogLine[];
  /** What keeps the host busy, as it came. */
  usage: HostUsage[];
  close(): Promise<void>;
}

/** Starts it on a free port of the loopback. */
export async function startFakeServer(): Promise<FakeServer> {
  const agentId = freshId("agt");
  const state: FakeServer = {
    url: "",
    token: "test-agent-token",
    registrations: [],
    queue: [],
    mostRunning: 0,
    orders: new Map(),
    observations: new Map(),
    faults: [],
    trainerReady: false,
    failWith: null,
    requests: 0,
    log: [],
    usage: [],
    close: () => Promise.resolve(),
  };
  const answerTo = (path: string, body: unknown): unknown => {
    if (path === "/api/v1/agents/register") {
      const registration = registerRequest.parse(body);
      state.registrations.push(registration);
      state.trainerReady = registration.trainer.ready;
      return registerAnswer.parse({ agentId, hostId: freshId("hst"), heartbeatMs: 200, leaseMs: 60_000 });
    }
    if (path === `/api/v1/agents/${agentId}/heartbeat`) return heard(state, heartbeatRequest.parse(body));
    if (path === `/api/v1/agents/${agentId}/lease`) {
      const { running } = leaseRequest.parse(body);
      const lease = state.trainerReady ? (state.queue.shift() ?? null) : null;
      state.mostRunning = Math.max(state.mostRunning, running.length + (lease ? 1 : 0));
      return leaseAnswer.parse({ lease, retryAfterMs: 50 });
    }
    throw new Error(`no such route: ${path}`);
  };
  const server = createServer((request, response) => void serve(state, answerTo, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(state.faults).toEqual([]);
  };
  return state;
}

function heard(state: FakeServer, { observations, trainer, log, usage }: HeartbeatRequest): unknown {
  const known = new Set(state.log.map(({ at }) => at));
  state.log.push(...log.filter(({ at }) => !known.has(at)));
  if (usage) state.usage.push(usage);
  if (trainer) state.trainerReady = trainer.ready;
  for (const observation of observations) state.observations.set(observation.attemptId, observation);
  const orders = observations.flatMap(({ attemptId }) => {
    const order = state.orders.get(attemptId);
    return order ? [{ attemptId, order, jobStatus: "stopping" }] : [];
  });
  return heartbeatAnswer.parse({ orders });
}

async function serve(
  state: FakeServer,
  answerTo: (path: string, body: unknown) => unknown,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  state.requests += 1;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  if (state.failWith !== null) return void answer(state.failWith, {});
  if (request.headers.authorization !== `Bearer ${state.token}`) return void answer(401, {});
  try {
    answer(200, answerTo(request.url ?? "", JSON.parse(Buffer.concat(chunks).toString("utf8"))));
  } catch (error) {
    state.faults.push(String(error));
    answer(400, {});
  }
}

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { heartbeatAnswer, hostList, leaseAnswer, registerAnswer } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import type { RouteHandler } from "@/lib/server/http";
import { mintToken } from "@/lib/server/tokens";
import { JobWorld } from "@/lib/services/testing/job-world";
import { GET as health } from "../health/route";
import { GET as hosts } from "../hosts/route";
import { POST as cancelJob } from "../jobs/[id]/cancel/route";
import { POST as retryJob } from "../jobs/[id]/retry/route";
import { POST as heartbeat } from "./[id]/heartbeat/route";
import { POST as lease } from "./[id]/lease/route";
import { POST as register } from "./register/route";

const REGISTRATION = {
  hostName: "box",
  launcher: "local",
  capacity: 1,
  version: "1",
  facts: { cores: "2" },
  dataDir: "/data",
  trainer: { ready: false, detail: "installing torch" },
};

describe("the agent's routes", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));

  function call(handler: RouteHandler, body: unknown, token: string | null, id = ""): Promise<Response> {
    return handler(
      new Request("http://127.0.0.1:4173/api/v1/agents", {
        method: "POST",
        headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
      }),
      { params: Promise.resolve({ id }) },
    );
  }

  it("register, wait for the trainer, lease, report, and obey", async () => {
    const { token } = await mintToken(handle.db, "agent", "box");
    const registered = registerAnswer.parse(await (await call(register, REGISTRATION, token)).json());
    const { agentId } = registered;
    await world.launch();
    const ask = { kinds: ["rewrite"], running: [] };
    expect(leaseAnswer.parse(await (await call(lease, ask, token, agentId)).json()).lease).toBeNull();
    const ready = { observations: [], trainer: { ready: true, detail: "" } };
    await call(heartbeat, ready, token, agentId);
    const leased = leaseAnswer.parse(await (await call(lease, ask, token, agentId)).json()).lease;
    expect(leased?.spec).toMatchObject({ kind: "rewrite", serverUrl: "http://127.0.0.1:4173", threads: 2 });
    const { attemptId, jobId } = leased ?? { attemptId: "", jobId: "" };
    expect((await call(cancelJob, {}, null, jobId)).status).toBe(200);
    const report = { observations: [{ attemptId, state: "running", pid: 3 }] };
    const orders = heartbeatAnswer.parse(await (await call(heartbeat, report, token, agentId)).json());
    expect(orders).toEqual({ orders: [{ attemptId, order: "cancel", jobStatus: "stopping" }], chores: [] });
    expect((await call(retryJob, {}, null, jobId)).status).toBe(409);
  });

  it("registers one host once, whoever speaks for it, and shows it to people without its folders", async () => {
    const { token } = await mintToken(handle.db, "agent", "again");
    const first = registerAnswer.parse(await (await call(register, REGISTRATION, token)).json());
    const second = registerAnswer.parse(
      await (await call(register, { ...REGISTRATION, capacity: 3 }, token)).json(),
    );
    expect(second.hostId).toBe(first.hostId);
    expect(second.agentId).not.toBe(first.agentId);
    const answer = await hosts(new Request("http://localhost/api/v1/hosts"));
    const shown = hostList.parse(await answer.json()).hosts.filter((host) => host.name === "box");
    expect(shown).toMatchObject([{ capacity: 3, connected: true, trainerReady: false }]);
    expect(JSON.stringify(shown)).not.toContain("/data");
  });

  it("refuse people, runs, strangers, and words they do not know", async () => {
    const { token } = await mintToken(handle.db, "agent", "other");
    const run = await mintToken(handle.db, "run", "att_00000001");
    const { agentId } = registerAnswer.parse(await (await call(register, REGISTRATION, token)).json());
    const stranger = await mintToken(handle.db, "agent", "stranger");
    const beat = { observations: [] };
    expect((await call(register, REGISTRATION, null)).status).toBe(401);
    expect((await call(heartbeat, beat, run.token, agentId)).status).toBe(403);
    expect((await call(heartbeat, beat, stranger.token, agentId)).status).toBe(403);
    expect((await call(heartbeat, beat, token, "agt_0000000000000000")).status).toBe(404);
    expect((await call(heartbeat, { ...beat, extra: 1 }, token, agentId)).status).toBe(400);
    expect((await call(register, { ...REGISTRATION, capacity: 0 }, token)).status).toBe(400);
    expect((await call(lease, { kinds: ["mine"], running: [] }, token, agentId)).status).toBe(400);
  });

  it("say that all is well", async () => {
    const answer = await health(new Request("http://localhost/api/v1/health"));
    expect(await answer.json()).toMatchObject({ ok: true });
  });
});

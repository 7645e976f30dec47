import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { leaseAnswer, problem, registerAnswer } from "@/lib/contracts";
import { agentSettings, type EnrolAnswer, enrolAnswer, enrolmentList } from "@/lib/contracts/enrolments";
import { setDbHandle } from "@/lib/server/db";
import type { RouteHandler } from "@/lib/server/http";
import { mintToken } from "@/lib/server/tokens";
import { JobWorld } from "@/lib/services/testing/job-world";
import { POST as lease } from "../agents/[id]/lease/route";
import { POST as register } from "../agents/register/route";
import { GET as settings } from "../agents/settings/route";
import { POST as enrol } from "./enrol/route";
import { POST as revoke } from "./enrolments/[id]/revoke/route";
import { GET as list } from "./enrolments/route";

const WISH = { hostName: "gpu-1", launcher: "slurm", capacity: 4, sharedStorage: "/home of the cluster" };
const REGISTRATION = {
  hostName: "gpu-1",
  launcher: "slurm",
  capacity: 4,
  version: "0.1.0+abc",
  dataDir: "/data",
  trainer: { ready: true, detail: "" },
};

describe("enrolments", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));
  beforeEach(() => world.clear());

  function call(
    handler: RouteHandler,
    body: unknown,
    token: string | null = null,
    id = "",
  ): Promise<Response> {
    const headers = {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const request = new Request("http://127.0.0.1:4173/api/v1/hosts", {
      headers,
      ...(body !== null && { method: "POST", body: JSON.stringify(body) }),
    });
    return handler(request, { params: Promise.resolve({ id }) });
  }

  async function invite(part: object = {}): Promise<EnrolAnswer> {
    const answer = await call(enrol, { ...WISH, ...part });
    expect(answer.status).toBe(201);
    return enrolAnswer.parse(await answer.json());
  }

  it("give a command and, to whoever holds its token, the settings", async () => {
    const { token, command, isLoopback } = await invite({
      launcherConfig: { partition: "gpu" },
      dataDir: "/big disk",
    });
    expect(isLoopback).toBe(true);
    expect(command).toContain(`STEPWELL_AGENT_TOKEN=${token} sh -s -- --server http://127.0.0.1:4173`);
    expect(command).toContain("--data '/big disk'");
    const told = agentSettings.parse(await (await call(settings, null, token)).json());
    expect(told).toEqual({ ...WISH, launcherConfig: { partition: "gpu" } });
  });

  it("never tell a token again, and tell who came with it", async () => {
    const { token, enrolment } = await invite();
    const text = await (await call(list, null)).text();
    expect(text).not.toContain(token);
    const mine = () =>
      call(list, null).then(async (answer) => {
        const { enrolments } = enrolmentList.parse(await answer.json());
        return enrolments.find(({ id }) => id === enrolment.id);
      });
    expect(await mine()).toMatchObject({ hostName: "gpu-1", usedAt: null, hostId: null, revokedAt: null });
    const { hostId } = registerAnswer.parse(await (await call(register, REGISTRATION, token)).json());
    expect(await mine()).toMatchObject({ hostId, usedAt: expect.any(String) });
    const first = (await mine())?.usedAt;
    await call(register, REGISTRATION, token);
    expect((await mine())?.usedAt).toBe(first);
  });

  it("are for one host: another name is refused, and nothing of it is kept", async () => {
    const { token } = await invite();
    const refused = await call(register, { ...REGISTRATION, hostName: "gpu-2" }, token);
    expect(refused.status).toBe(403);
    expect(problem.parse(await refused.json()).detail).toContain("made for the host gpu-1, not for gpu-2");
    const { hostId } = registerAnswer.parse(await (await call(register, REGISTRATION, token)).json());
    const hosts = await handle.db.query.hosts.findMany();
    expect(hosts.map(({ id, sharedStorage }) => [id, sharedStorage])).toEqual([[hostId, WISH.sharedStorage]]);
  });

  it("refuse an agent whose token was taken back, at whatever it asks", async () => {
    const { token, enrolment } = await invite();
    const { agentId } = registerAnswer.parse(await (await call(register, REGISTRATION, token)).json());
    const ask = { kinds: ["rewrite"], running: [] };
    expect((await call(lease, ask, token, agentId)).status).toBe(200);
    const taken = await call(revoke, {}, null, enrolment.id);
    expect(await taken.json()).toMatchObject({ id: enrolment.id, revokedAt: expect.any(String) });
    for (const answer of [
      await call(lease, ask, token, agentId),
      await call(register, REGISTRATION, token),
      await call(settings, null, token),
    ]) {
      expect(answer.status).toBe(401);
    }
    const again = await (await call(revoke, {}, null, enrolment.id)).json();
    expect(again).toMatchObject({ id: enrolment.id });
  });

  it("refuse settings that the launcher does not take, by their names", async () => {
    const before = (await handle.db.query.enrolments.findMany()).length;
    const answer = await call(enrol, { ...WISH, launcherConfig: { time: "soon", nodes: 0 } });
    expect(answer.status).toBe(400);
    const { fields } = problem.parse(await answer.json());
    expect(fields.map(({ path }) => path).sort()).toEqual(["launcherConfig.nodes", "launcherConfig.time"]);
    expect(await handle.db.query.enrolments.findMany()).toHaveLength(before);
  });

  it("give no lease to an agent of another contract, and say how to mend it", async () => {
    await world.launch();
    const { token } = await invite({ hostName: "old box" });
    const { agentId } = registerAnswer.parse(
      await (await call(register, { ...REGISTRATION, hostName: "old box" }, token)).json(),
    );
    const ask = { kinds: ["rewrite"], running: [], contract: 99 };
    const { lease: given, reason } = leaseAnswer.parse(await (await call(lease, ask, token, agentId)).json());
    expect(given).toBeNull();
    expect(reason).toContain("contract 99");
    const current = leaseAnswer.parse(
      await (await call(lease, { ...ask, contract: 1 }, token, agentId)).json(),
    );
    expect(current.lease).not.toBeNull();
  });

  it("belong to invited hosts only: the local agent's token has no settings", async () => {
    const { token } = await mintToken(handle.db, "agent", "local agent: /data");
    expect((await call(settings, null, token)).status).toBe(404);
  });
});
